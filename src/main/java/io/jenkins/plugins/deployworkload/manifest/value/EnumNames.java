package io.jenkins.plugins.deployworkload.manifest.value;

/** Converts constants of the model to API values. The constants have the names that Kubernetes uses. */
public final class EnumNames {

    private EnumNames() {}

    public static String of(Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
