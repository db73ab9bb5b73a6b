package io.jenkins.plugins.deployworkload.manifest;

/** Converts constants of the model, which have Kubernetes' names, to API values. */
final class EnumNames {

    private EnumNames() {}

    static String of(Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
