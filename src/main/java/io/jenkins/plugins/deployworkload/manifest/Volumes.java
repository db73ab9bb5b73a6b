package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.jenkins.plugins.deployworkload.workload.ConfigMapVolume;
import io.jenkins.plugins.deployworkload.workload.EmptyDirVolume;
import io.jenkins.plugins.deployworkload.workload.HostPathVolume;
import io.jenkins.plugins.deployworkload.workload.PersistentVolumeClaimVolume;
import io.jenkins.plugins.deployworkload.workload.SecretVolume;
import java.util.List;

/** Renders volumes. */
final class Volumes {

    private Volumes() {}

    static Volume of(io.jenkins.plugins.deployworkload.workload.Volume volume) {
        VolumeBuilder built = new VolumeBuilder().withName(volume.getName());
        return switch (volume.getSource()) {
            case EmptyDirVolume empty ->
                built.withNewEmptyDir()
                        .withMedium(Words.of(empty.getMedium()))
                        .withSizeLimit(Numbers.quantity(empty.getSizeLimit()))
                        .endEmptyDir()
                        .build();
            case HostPathVolume host ->
                built.withNewHostPath(host.getPath(), Words.of(host.getType())).build();
            case ConfigMapVolume map ->
                built.withNewConfigMap()
                        .withName(map.getName())
                        .withItems(items(map.getItems()))
                        .withDefaultMode(Numbers.mode(map.getDefaultMode()))
                        .withOptional(map.getOptional())
                        .endConfigMap()
                        .build();
            case SecretVolume secret ->
                built.withNewSecret()
                        .withSecretName(secret.getSecretName())
                        .withItems(items(secret.getItems()))
                        .withDefaultMode(Numbers.mode(secret.getDefaultMode()))
                        .withOptional(secret.getOptional())
                        .endSecret()
                        .build();
            case PersistentVolumeClaimVolume claim ->
                built.withNewPersistentVolumeClaim(claim.getClaimName(), claim.getReadOnly())
                        .build();
        };
    }

    private static List<KeyToPath> items(List<io.jenkins.plugins.deployworkload.workload.KeyToPath> items) {
        return items.stream()
                .map(item -> new KeyToPathBuilder()
                        .withKey(item.getKey())
                        .withPath(item.getPath())
                        .withMode(Numbers.mode(item.getMode()))
                        .build())
                .toList();
    }
}
