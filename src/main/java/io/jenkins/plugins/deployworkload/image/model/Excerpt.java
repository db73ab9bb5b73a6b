package io.jenkins.plugins.deployworkload.image.model;

import java.util.regex.Pattern;

/** Quotes the beginning of untrusted text in a message. */
public final class Excerpt {

    private static final int MAX_LENGTH = 60;

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private Excerpt() {}

    /** At most 60 characters in double quotes; see {@link #line}. */
    public static String of(String text) {
        return quoted(text.strip(), MAX_LENGTH);
    }

    /** A text in double quotes; see {@link #line}. */
    public static String quoted(String text, int maxLength) {
        return '"' + line(text, maxLength) + '"';
    }

    /**
     * A text on one line, without characters that are invisible or change its direction.
     *
     * @param maxLength in characters; a longer text ends with an ellipsis
     */
    public static String line(String text, int maxLength) {
        String start = text.length() <= maxLength ? text : text.substring(0, maxLength) + "…";
        return INVISIBLE.matcher(start).replaceAll(" ");
    }
}
