package io.jenkins.plugins.deployworkload.workload.binding.text;

/** Shows what was read: on one line, and no longer than a person wants to see. */
public final class Quoted {

    private static final int MAX_LENGTH = 80;

    private Quoted() {}

    public static String of(String text) {
        // Of a megabyte no more is looked at than can be shown.
        String start = text.substring(0, Math.min(4 * MAX_LENGTH, text.length()));
        String line = start.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        int cut = line.offsetByCodePoints(0, Math.min(MAX_LENGTH, line.codePointCount(0, line.length())));
        return '"' + (cut == line.length() ? line : line.substring(0, cut) + "…") + '"';
    }
}
