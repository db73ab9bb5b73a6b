package io.jenkins.plugins.deployworkload.workload.binding;

/** Shows what was read: on one line, and no longer than a person wants to see. */
final class Quoted {

    private static final int LONGEST = 80;

    private Quoted() {}

    static String of(String text) {
        // Of a megabyte no more is looked at than can be shown.
        String start = text.substring(0, Math.min(4 * LONGEST, text.length()));
        String line = start.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        int cut = line.offsetByCodePoints(0, Math.min(LONGEST, line.codePointCount(0, line.length())));
        return '"' + (cut == line.length() ? line : line.substring(0, cut) + "…") + '"';
    }
}
