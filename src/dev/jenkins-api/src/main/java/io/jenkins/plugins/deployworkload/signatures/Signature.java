package io.jenkins.plugins.deployworkload.signatures;

/**
 * Values and errors for the signature classes of this module, which replace Jenkins' classes when the plugin is
 * compiled. Most of their methods are {@code native}, because native methods need no body. Constructors and
 * initializers need a body, and use this class.
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
