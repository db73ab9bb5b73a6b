package io.jenkins.plugins.deployworkload.policy;

import java.util.regex.Pattern;

/** Prepares text from a job for a message: bounded, on one line, without control and formatting characters. */
final class Printable {

    /** In characters. A sentence names an object and a field, whose names have up to 253 characters. */
    private static final int MAX_LENGTH = 1000;

    private static final int MAX_VALUE_LENGTH = 200;

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private Printable() {}

    static String of(String text) {
        return bounded(text, MAX_LENGTH);
    }

    /** A value in double quotes; {@code null} counts as empty. */
    static String quoted(String value) {
        return '"' + bounded(value == null ? "" : value, MAX_VALUE_LENGTH) + '"';
    }

    private static String bounded(String text, int length) {
        String start = text.length() <= length ? text : text.substring(0, length) + "…";
        return INVISIBLE.matcher(start).replaceAll(" ");
    }
}
