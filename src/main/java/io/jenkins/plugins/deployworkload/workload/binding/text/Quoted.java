package io.jenkins.plugins.deployworkload.workload.binding.text;

import java.util.regex.Pattern;

/**
 * Quotes a value for a message. The quoted value has neither line breaks nor other characters that change a terminal or
 * the direction of text, and is truncated after 80 characters.
 */
public final class Quoted {

    /** In code points. */
    private static final int MAX_LENGTH = 80;

    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

    private Quoted() {}

    public static String of(String text) {
        // The text can have several megabytes, so only its visible part is scanned.
        String start = text.substring(0, Math.min(4 * MAX_LENGTH, text.length()));
        String line = escape(start);
        int end = line.offsetByCodePoints(0, Math.min(MAX_LENGTH, line.codePointCount(0, line.length())));
        return '"' + (end == line.length() ? line : line.substring(0, end) + "…") + '"';
    }

    /** Escapes line breaks and other characters that change a terminal or the direction of text. */
    public static String escape(String text) {
        String line = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        return UNSAFE.matcher(line)
                .replaceAll(unsafe ->
                        String.format("\\\\u%04x", (int) unsafe.group().charAt(0)));
    }
}
