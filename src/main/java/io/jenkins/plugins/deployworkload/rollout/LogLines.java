package io.jenkins.plugins.deployworkload.rollout;

import java.util.List;
import java.util.regex.Pattern;

/** Makes lines that anybody can read, and that do nothing to a terminal or a page, of what a container has printed. */
final class LogLines {

    /** A stack trace is longer than wide. */
    static final int WIDEST = 500;

    /** Colours, cursor movements and titles (ECMA-48 control sequences and operating system commands), half ones too. */
    private static final Pattern ESCAPES =
            Pattern.compile("\u001B(?:\\[[0-?]*[ -/]*[@-~]?|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?|[ -/]*[0-~]?)");

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\t]]");

    private LogLines() {}

    /** The last lines that say something, at most {@code count}. */
    static List<String> last(int count, String text) {
        List<String> lines = text.lines()
                .map(LogLines::readable)
                .filter(line -> !line.isBlank())
                .toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private static String readable(String line) {
        String plain = CONTROLS.matcher(ESCAPES.matcher(line).replaceAll("")).replaceAll("");
        return plain.codePointCount(0, plain.length()) <= WIDEST
                ? plain.stripTrailing()
                : plain.substring(0, plain.offsetByCodePoints(0, WIDEST)) + "…";
    }
}
