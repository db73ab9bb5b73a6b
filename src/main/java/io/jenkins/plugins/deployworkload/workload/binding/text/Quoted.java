package io.jenkins.plugins.deployworkload.workload.binding.text;

/** Quotes a value for a message. The quoted value has no line breaks, and is truncated after 80 characters. */
public final class Quoted {

    /** In code points. */
    private static final int MAX_LENGTH = 80;

    private Quoted() {}

    public static String of(String text) {
        // The text can have several megabytes, so only its visible part is scanned.
        String start = text.substring(0, Math.min(4 * MAX_LENGTH, text.length()));
        String line = start.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        int end = line.offsetByCodePoints(0, Math.min(MAX_LENGTH, line.codePointCount(0, line.length())));
        return '"' + (end == line.length() ? line : line.substring(0, end) + "…") + '"';
    }
}
