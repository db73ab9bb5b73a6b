package io.jenkins.plugins.deployworkload.workload.binding;

/** Shows what was read: on one line, and no longer than a person wants to see. */
final class Quoted {

    private static final int LONGEST = 80;

    private Quoted() {}

    static String of(String text) {
        String line = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        int cut = line.offsetByCodePoints(0, Math.min(LONGEST, line.codePointCount(0, line.length())));
        return '"' + (cut == line.length() ? line : line.substring(0, cut) + "…") + '"';
    }
}
