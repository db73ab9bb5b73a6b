package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A literal value in the definition of an object.
 *
 * @param secret whether the value is certainly meant to be secret: it is in a Secret, or its name says so
 */
record SecretValue(String text, boolean secret) {

    /** The beginnings and ends of names such as {@code DB_PASSWORD}, {@code api-key} and {@code Authorization}. */
    private static final Pattern SECRET_NAME = Pattern.compile(
            "pass(word|wd|phrase)?|pwd|secret|token|credential|api.?key|access.?key|private.?key|authorization|cookie",
            Pattern.CASE_INSENSITIVE);

    /** @param name the name of an environment variable or of an HTTP header */
    static SecretValue of(String name, String text) {
        return new SecretValue(text, name != null && SECRET_NAME.matcher(name).find());
    }

    /** The limits bound the memory and the time for large values such as files in a Secret. */
    private static final int MAX_LINES = 200;

    private static final int MAX_LENGTH = 8 * 1024;

    /**
     * The value as it may occur in messages: as it is, line by line, and as JSON, Go, HTML, URLs and Base64 write it. The
     * credential of an HTTP header also occurs without its scheme.
     */
    Stream<String> forms() {
        Stream<String> lines = text.lines().limit(MAX_LINES).map(String::strip);
        if (text.length() > MAX_LENGTH) {
            return lines;
        }
        String stripped = text.strip();
        String json = json(stripped);
        String encoded = URLEncoder.encode(stripped, StandardCharsets.UTF_8);
        return Stream.of(
                        lines,
                        Stream.of(stripped, stripped.replaceFirst("^(?i:Bearer|Basic) +", "")),
                        Stream.of(
                                json,
                                goJson(json),
                                html(stripped),
                                html(stripped).replace("&#34;", "&quot;")),
                        Stream.of(encoded, encoded.replace("+", "%20")),
                        Stream.of(base64(text), base64(stripped)))
                .flatMap(forms -> forms);
    }

    private static String json(String text) {
        try {
            String quoted = Json.MAPPER.writeValueAsString(text);
            return quoted.substring(1, quoted.length() - 1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Go writes these characters of JSON as escapes. */
    private static String goJson(String json) {
        return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
