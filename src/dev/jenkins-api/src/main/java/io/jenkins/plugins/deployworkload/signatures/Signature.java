package io.jenkins.plugins.deployworkload.signatures;

/**
 * Return values and errors for the signature classes of this module, which replace Jenkins at compile time. Most
 * methods are {@code native}, because native methods need no body; constructors and initializers use this class.
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
