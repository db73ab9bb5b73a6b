package io.jenkins.plugins.deployworkload.policy;

import io.jenkins.plugins.deployworkload.image.model.Excerpt;

/** Prepares text from a job for a message: bounded, on one line, without control and formatting characters. */
final class Printable {

    /** In characters. A sentence names an object and a field, whose names have up to 253 characters. */
    private static final int MAX_LENGTH = 1000;

    private static final int MAX_VALUE_LENGTH = 200;

    private Printable() {}

    static String of(String text) {
        return Excerpt.line(text, MAX_LENGTH);
    }

    /** A value in double quotes; {@code null} counts as empty. */
    static String quoted(String value) {
        return Excerpt.quoted(value == null ? "" : value, MAX_VALUE_LENGTH);
    }
}
