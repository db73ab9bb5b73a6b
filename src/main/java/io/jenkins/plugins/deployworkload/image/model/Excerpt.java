package io.jenkins.plugins.deployworkload.image.model;

/** Quotes the beginning of untrusted text in a message. */
public final class Excerpt {

    private static final int MAX_LENGTH = 60;

    private Excerpt() {}

    /** At most 60 characters in double quotes, on one line and without control characters. */
    public static String of(String text) {
        String stripped = text.strip();
        String start = stripped.length() <= MAX_LENGTH ? stripped : stripped.substring(0, MAX_LENGTH) + "…";
        return "\"" + start.replaceAll("\\p{Cntrl}+", " ") + "\"";
    }
}
