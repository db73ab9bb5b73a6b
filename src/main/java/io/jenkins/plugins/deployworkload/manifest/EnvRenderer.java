package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.EnvVarSourceBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.Numbers;
import io.jenkins.plugins.deployworkload.workload.container.env.ConfigMapKeyRef;
import io.jenkins.plugins.deployworkload.workload.container.env.ConfigMapRef;
import io.jenkins.plugins.deployworkload.workload.container.env.EnvFrom;
import io.jenkins.plugins.deployworkload.workload.container.env.FieldRef;
import io.jenkins.plugins.deployworkload.workload.container.env.ResourceFieldRef;
import io.jenkins.plugins.deployworkload.workload.container.env.SecretKeyRef;
import io.jenkins.plugins.deployworkload.workload.container.env.SecretRef;

/** Renders environment variables. */
final class EnvRenderer {

    private EnvRenderer() {}

    static EnvVar envVar(io.jenkins.plugins.deployworkload.workload.container.env.EnvVar variable) {
        return new EnvVarBuilder()
                .withName(variable.getName())
                .withValue(variable.getValue())
                .withValueFrom(source(variable.getValueFrom()))
                .build();
    }

    private static EnvVarSource source(io.jenkins.plugins.deployworkload.workload.container.env.EnvVarSource source) {
        EnvVarSourceBuilder built = new EnvVarSourceBuilder();
        return switch (source) {
            case null -> null;
            case SecretKeyRef secret ->
                built.withNewSecretKeyRef(secret.getKey(), secret.getName(), secret.getOptional())
                        .build();
            case ConfigMapKeyRef map ->
                built.withNewConfigMapKeyRef(map.getKey(), map.getName(), map.getOptional())
                        .build();
            case FieldRef field ->
                built.withNewFieldRef()
                        .withFieldPath(field.getFieldPath())
                        .endFieldRef()
                        .build();
            case ResourceFieldRef resource ->
                built.withNewResourceFieldRef()
                        .withContainerName(resource.getContainerName())
                        .withResource(resource.getResource())
                        .withDivisor(Numbers.quantity(resource.getDivisor()))
                        .endResourceFieldRef()
                        .build();
        };
    }

    static EnvFromSource envFrom(EnvFrom from) {
        EnvFromSourceBuilder built = new EnvFromSourceBuilder().withPrefix(from.getPrefix());
        return switch (from.getSource()) {
            case SecretRef secret ->
                built.withNewSecretRef(secret.getName(), secret.getOptional()).build();
            case ConfigMapRef map ->
                built.withNewConfigMapRef(map.getName(), map.getOptional()).build();
        };
    }
}
