package io.jenkins.plugins.deployworkload.manifest;

/** Omits empty objects, which differ from absent ones for the API server. */
final class EmptyToNull {

    private EmptyToNull() {}

    /** The built value; {@code null} if it equals the empty one. */
    static <T> T of(T built, T empty) {
        return built.equals(empty) ? null : built;
    }
}
