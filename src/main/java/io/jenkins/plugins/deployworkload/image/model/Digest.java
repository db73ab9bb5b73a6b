package io.jenkins.plugins.deployworkload.image.model;

/**
 * Digests, which are {@code sha256:} and 64 hex digits. A shorter text is a digest that a terminal has truncated, and
 * cannot be used.
 */
public final class Digest {

    public static final String PREFIX = "sha256:";
    static final int LENGTH = PREFIX.length() + 64;

    private Digest() {}

    public static boolean isValid(String text) {
        return text.length() == LENGTH
                && text.startsWith(PREFIX)
                && text.chars().skip(PREFIX.length()).allMatch(Digest::isHex);
    }

    private static boolean isHex(int character) {
        return character >= '0' && character <= '9' || character >= 'a' && character <= 'f';
    }
}
