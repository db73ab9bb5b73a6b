package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Checks that the found images occur in the input, with code that is independent of the parsers. First, the check
 * removes console notes and escape sequences with its own patterns. In the remaining text, repository, tags and digest
 * must occur as whole words. The digest must occur at least once where it is not an image ID.
 *
 * <p>Repository, tags and digest must also occur together in one of these places: one reference, one JSON object
 * without its nested objects, or one TOML table. In the log of a push, the digest must come after the repository.
 */
final class FindingsChecker {

    private static final Pattern NOTE = Pattern.compile("\u001B\\[8mha:[^\u001B\r\n]*");
    private static final Pattern OSC = Pattern.compile("\u001B\\][^\u0007\u001B\r\n]*(\u0007|\u001B\\\\|(?=[\r\n]))");
    private static final Pattern ESCAPES = Pattern.compile("\u001B(\\[[^@-~\u001B\r\n]*[@-~]?|[ -/]*[0-~]?)");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern IMAGE_ID_LABEL = Pattern.compile(
            "(imageId|config\\.digest|image-id|writing image|exporting config|Copying config|Successfully built)[\": =]*$");

    private static final String NOT_BEFORE = "(?<![A-Za-z0-9._/:-])";

    private final String input;
    private final List<String> lines;
    private final List<String> objects;
    private final String table;

    FindingsChecker(String raw, boolean log) {
        String clean = raw;
        if (log) {
            clean = NOTE.matcher(clean).replaceAll("");
            clean = OSC.matcher(clean).replaceAll("");
            clean = ESCAPES.matcher(clean).replaceAll("");
        } else {
            clean = clean.replace("\\", "");
        }
        input = clean;
        lines = List.of(clean.split("[\r\n]"));
        objects = log ? List.of() : objects(raw);
        table = log ? "" : table(lines);
    }

    /** Returns the first problem; {@code null} if all findings are correct. */
    String problem(Findings found) {
        for (FoundImage image : found.images()) {
            if (!occurs("[A-Za-z0-9._/:-]", image.repository(), "[A-Za-z0-9_./-]")) {
                return "repository " + image;
            }
            for (String tag : image.tags()) {
                if (!occurs("[A-Za-z0-9_.-]", tag, "[A-Za-z0-9_.-]")) {
                    return "tag " + image;
                }
            }
            if (image.digest() != null && !isDigest(image.digest())) {
                return "digest " + image;
            }
            if (image.digest() != null && lacksDescriptor(image.source())) {
                return "may be an image ID: " + image;
            }
            if (image.digest() != null && !digestBelongsTo(image.repository(), image.digest())) {
                return "digest of another repository " + image;
            }
            for (String tag : image.tags()) {
                if (!tagBelongsTo(image.repository(), tag)) {
                    return "tag of another repository " + image;
                }
            }
        }
        for (FoundDigest digest : found.digests()) {
            if (!occursWithoutRepository(digest.digest()) || lacksDescriptor(digest.source())) {
                return "not a digest without repository: " + digest;
            }
        }
        return null;
    }

    private boolean occurs(String notBefore, String text, String notAfter) {
        return Pattern.compile("(?<!" + notBefore + ")" + Pattern.quote(text) + "(?!" + notAfter + ")")
                .matcher(input)
                .find();
    }

    private boolean isDigest(String digest) {
        return DIGEST.matcher(digest).matches()
                && Pattern.compile(digest + "(?![0-9a-zA-Z])")
                        .matcher(input)
                        .results()
                        .anyMatch(this::isNotImageId);
    }

    private boolean isNotImageId(MatchResult match) {
        String before = input.substring(Math.max(0, match.start() - 60), match.start());
        return !IMAGE_ID_LABEL.matcher(before).find();
    }

    private boolean lacksDescriptor(Tool tool) {
        return (tool == Tool.BUILDX || tool == Tool.BAKE)
                && !input.contains("containerimage.descriptor")
                && !input.contains("containerimage.config.digest");
    }

    /** Whether the digest occurs somewhere without a repository before it, and is not an image ID. */
    boolean occursWithoutRepository(String digest) {
        return isDigest(digest) && found("(?<!@)" + digest, input);
    }

    /** Whether the input assigns the digest to the repository. */
    boolean digestBelongsTo(String repository, String digest) {
        String name = NOT_BEFORE + Pattern.quote(repository) + "(:[A-Za-z0-9_.-]+)?";
        if (found(name + "@" + digest + "(?![0-9a-zA-Z])", input)) {
            return true;
        }
        String listed = "\"([^\"]*,)?\\s*" + name + "\\s*[,\"]";
        for (String object : objects) {
            boolean metadata = found("\"containerimage\\.digest\"\\s*:\\s*\"" + digest + "\"", object)
                    && found("\"image\\.name\"\\s*:\\s*" + listed, object);
            boolean jib = found("\"imageDigest\"\\s*:\\s*\"" + digest + "\"", object)
                    && found("\"image\"\\s*:\\s*" + listed, object)
                    && !found("\"imagePushed\"\\s*:\\s*false", object);
            if (metadata || jib) {
                return true;
            }
        }
        return found("digest\\s*=\\s*[\"']" + digest, table) && found("[\"']" + name + "[\"']", table)
                || pushed(repository, "[A-Za-z0-9_.-]+", digest);
    }

    /** Whether the input assigns the tag to the repository. */
    boolean tagBelongsTo(String repository, String tag) {
        if (found(NOT_BEFORE + Pattern.quote(repository + ":" + tag) + "(?![A-Za-z0-9_.-])", input)
                || pushed(repository, Pattern.quote(tag), DIGEST.pattern())) {
            return true;
        }
        return objects.stream()
                .anyMatch(object -> found("\"image\"\\s*:\\s*\"" + Pattern.quote(repository) + "[:@\"]", object)
                        && found(
                                "\"tags\"\\s*:\\s*\\[(?:\"[^\"]*\"|[^\\]\"])*?\"" + Pattern.quote(tag) + "\"", object));
    }

    private boolean pushed(String repository, String tag, String digest) {
        Pattern line = Pattern.compile("(?<![A-Za-z0-9_.-])" + tag + ": digest: " + digest + "(?![0-9a-zA-Z])");
        String pushedRepository = null;
        for (String candidate : lines) {
            int refers = candidate.indexOf("The push refers to repository [");
            if (refers >= 0) {
                pushedRepository =
                        candidate.substring(candidate.indexOf('[', refers) + 1).replaceAll("\\].*", "");
            } else if (repository.equals(pushedRepository)
                    && line.matcher(candidate).find()) {
                return true;
            }
        }
        return false;
    }

    private static boolean found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).find();
    }

    /** The text of each JSON object, without the text of its nested objects. */
    private static List<String> objects(String text) {
        List<String> closed = new ArrayList<>();
        Deque<StringBuilder> open = new ArrayDeque<>();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                // Skip the backslash, because backslashes are also removed from the input. An escaped quote does not
                // end the string.
                i++;
                if (i < text.length() && text.charAt(i) != '"' && !open.isEmpty()) {
                    open.peek().append(text.charAt(i));
                }
                continue;
            }
            quoted ^= c == '"';
            if (c == '{' && !quoted) {
                open.push(new StringBuilder());
            } else if (c == '}' && !quoted && !open.isEmpty()) {
                closed.add(open.pop().toString());
            } else if (!open.isEmpty()) {
                open.peek().append(c);
            }
        }
        return closed;
    }

    private static String table(List<String> lines) {
        StringBuilder table = new StringBuilder();
        boolean inside = false;
        for (String line : lines) {
            inside = line.startsWith("[") ? line.startsWith("[image]") : inside;
            table.append(inside ? line + "\n" : "");
        }
        return table.toString();
    }
}
