package io.jenkins.plugins.deployworkload.signatures;

/** What every body in this module does: there is no Jenkins here, only the signatures that the plugin is compiled against. */
public final class Signature {

    private Signature() {}

    public static <T> T none() {
        return null;
    }

    public static IllegalStateException only() {
        return new IllegalStateException("This needs a running Jenkins");
    }
}
