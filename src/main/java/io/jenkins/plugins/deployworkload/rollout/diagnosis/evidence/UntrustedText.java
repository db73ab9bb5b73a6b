package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import java.util.regex.Pattern;

/**
 * Cleans text of the cluster, which anybody may have written who can write an Event or a status. The build log and pages
 * show the text.
 */
public final class UntrustedText {

    /** In characters. Kubernetes limits reasons and names to 253 characters or less. */
    private static final int MAX_LINE = 500;

    /**
     * Control characters, and characters that start a new line or change the direction of the text after them (<a
     * href="https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing">Unicode TR 36</a>).
     */
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069&&[^\\n\\t]]");

    private static final Pattern WHITESPACE = Pattern.compile("[\\n\\t]+");

    private UntrustedText() {}

    /** Removes unsafe characters. Line feeds and tabs stay. */
    public static String clean(String text) {
        return UNSAFE.matcher(text).replaceAll("");
    }

    /**
     * Like {@link #clean}, for text that belongs in one line, such as the reason of an event.
     *
     * @param text the text; {@code null} is returned as {@code null}
     */
    static String line(String text) {
        if (text == null) {
            return null;
        }
        String line = WHITESPACE.matcher(clean(text)).replaceAll(" ");
        return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
    }
}
