package io.jenkins.plugins.deployworkload.signatures;

/**
 * Replaces the implementation of Jenkins, of which this module has only the signatures. Methods are native, because a native method
 * needs no body; constants and constructors, which cannot be native, use this class.
 */
public final class Signature {

    private Signature() {}

    public static <T> T noValue() {
        return null;
    }

    public static IllegalStateException needsJenkins() {
        return new IllegalStateException("This needs a running Jenkins");
    }
}
