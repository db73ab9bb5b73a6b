package io.jenkins.plugins.deployworkload.manifest;

/** Replaces empty objects with {@code null}. The API server treats an empty object differently from an absent one. */
final class EmptyToNull {

    private EmptyToNull() {}

    /** Returns {@code built}, or {@code null} if this object has no field set and therefore equals {@code empty}. */
    static <T> T of(T built, T empty) {
        return built.equals(empty) ? null : built;
    }
}
