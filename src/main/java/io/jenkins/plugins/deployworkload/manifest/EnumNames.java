package io.jenkins.plugins.deployworkload.manifest;

/** Kubernetes' own words: the model's constants bear their names. */
final class EnumNames {

    private EnumNames() {}

    static String of(Enum<?> word) {
        return word == null ? null : word.name();
    }
}
