package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.jenkins.plugins.deployworkload.manifest.objects.SecretData;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.config.GeneratedObject;

/** Renders Secrets and ConfigMaps, with the names of the description. */
final class ConfigRenderer {

    private ConfigRenderer() {}

    static Secret secret(
            Workload workload,
            String namespace,
            io.jenkins.plugins.deployworkload.workload.config.Secret secret,
            SecretData values) {
        return new SecretBuilder()
                .withMetadata(metadata(workload, namespace, secret))
                .withType(secret.typeOrDefault().toString())
                .withData(values.of(secret.getName()))
                .build();
    }

    static ConfigMap configMap(
            Workload workload, String namespace, io.jenkins.plugins.deployworkload.workload.config.ConfigMap map) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(workload, namespace, map))
                .withData(map.getData().isEmpty() ? null : map.getData())
                .withBinaryData(map.getBinaryData().isEmpty() ? null : map.getBinaryData())
                .build();
    }

    private static ObjectMeta metadata(Workload workload, String namespace, GeneratedObject object) {
        ObjectMeta metadata = WorkloadLabels.metadata(workload, namespace);
        metadata.setName(object.getName());
        return metadata;
    }
}
