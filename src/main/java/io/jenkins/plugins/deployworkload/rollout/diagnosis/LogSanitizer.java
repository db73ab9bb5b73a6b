package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.UntrustedText;
import java.util.List;
import java.util.function.UnaryOperator;
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

    /**
     * Maximum length in characters of a line that is masked. It is much longer than {@link #MAX_WIDTH}, because a secret
     * may begin in the part that is shown.
     */
    static final int MAX_MASKED = 32 * 1024;

    private LogSanitizer() {}

    /**
     * Returns the last lines that are not blank, at most {@code count} of them.
     *
     * @param redactor masks secrets in a line
     */
    static List<String> lastLines(int count, String text, UnaryOperator<String> redactor) {
        List<String> lines = text.lines()
                .map(LogSanitizer::withoutControlCharacters)
                .filter(line -> !line.isBlank())
                .toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size()).stream()
                // Mask between both steps: escape sequences can divide a secret, and a part of a secret is not
                // recognized.
                .map(line -> shorten(redactor.apply(line.substring(0, Math.min(line.length(), MAX_MASKED)))))
                .toList();
    }

    private static String withoutControlCharacters(String line) {
        return UntrustedText.clean(ESCAPE_SEQUENCES.matcher(line).replaceAll(""));
    }

    private static String shorten(String plain) {
        return plain.codePointCount(0, plain.length()) <= MAX_WIDTH
                ? plain.stripTrailing()
                : plain.substring(0, plain.offsetByCodePoints(0, MAX_WIDTH)) + "…";
    }
}
