package io.jenkins.plugins.deployworkload.manifest;

/** What is empty was not said, and is not sent. */
final class EmptyToNull {

    private EmptyToNull() {}

    /** The built value; null where it equals one of which nothing was set. */
    static <T> T of(T built, T empty) {
        return built.equals(empty) ? null : built;
    }
}
