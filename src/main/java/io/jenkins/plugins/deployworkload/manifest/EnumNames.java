package io.jenkins.plugins.deployworkload.manifest;

/** Converts constants of the model to API values. The constants have the names that Kubernetes uses. */
final class EnumNames {

    private EnumNames() {}

    static String of(Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
