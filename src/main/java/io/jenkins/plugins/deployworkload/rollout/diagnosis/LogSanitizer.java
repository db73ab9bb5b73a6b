package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.List;
import java.util.regex.Pattern;

/** Removes control characters from container logs, so that they cannot affect a terminal or a page. */
final class LogSanitizer {

    /** Maximum line length in characters; the lines of a stack trace are normally shorter. */
    static final int MAX_WIDTH = 500;

    /**
     * Matches terminal escape sequences (ECMA-48), complete or truncated. Escape sequences set colours, the cursor
     * position and window titles.
     */
    private static final Pattern ESCAPE_SEQUENCES =
            Pattern.compile("\u001B(?:\\[[0-?]*[ -/]*[@-~]?|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?|[ -/]*[0-~]?)");

    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("[\\p{Cc}&&[^\t]]");

    private LogSanitizer() {}

    /** Returns the last lines that are not blank, at most {@code count} of them. */
    static List<String> lastLines(int count, String text) {
        List<String> lines = text.lines()
                .map(LogSanitizer::sanitize)
                .filter(line -> !line.isBlank())
                .toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private static String sanitize(String line) {
        String plain = CONTROL_CHARACTERS
                .matcher(ESCAPE_SEQUENCES.matcher(line).replaceAll(""))
                .replaceAll("");
        return plain.codePointCount(0, plain.length()) <= MAX_WIDTH
                ? plain.stripTrailing()
                : plain.substring(0, plain.offsetByCodePoints(0, MAX_WIDTH)) + "…";
    }
}
