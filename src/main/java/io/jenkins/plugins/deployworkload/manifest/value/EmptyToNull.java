package io.jenkins.plugins.deployworkload.manifest.value;

/** Replaces empty objects with {@code null}. The API server treats an empty object differently from an absent one. */
public final class EmptyToNull {

    private EmptyToNull() {}

    /** Returns {@code built}, or {@code null} if this object has no field set and therefore equals {@code empty}. */
    public static <T> T of(T built, T empty) {
        return built.equals(empty) ? null : built;
    }
}
