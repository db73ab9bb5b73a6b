package io.jenkins.plugins.deployworkload.signatures;

/**
 * What stands in this module for the Jenkins that is not there. Methods are native, as they have a signature and no body;
 * what cannot be native calls this.
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
