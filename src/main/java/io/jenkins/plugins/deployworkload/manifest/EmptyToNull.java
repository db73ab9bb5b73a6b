package io.jenkins.plugins.deployworkload.manifest;

/** Replaces empty objects with {@code null}. The API server treats an empty object differently from an absent one. */
final class EmptyToNull {

    private EmptyToNull() {}

    /** Returns the built value, or {@code null} if it equals the empty value. */
    static <T> T of(T built, T empty) {
        return built.equals(empty) ? null : built;
    }
}
