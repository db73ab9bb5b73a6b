package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.jenkins.plugins.deployworkload.workload.volume.ConfigMapVolume;
import io.jenkins.plugins.deployworkload.workload.volume.EmptyDirVolume;
import io.jenkins.plugins.deployworkload.workload.volume.HostPathVolume;
import io.jenkins.plugins.deployworkload.workload.volume.PersistentVolumeClaimVolume;
import io.jenkins.plugins.deployworkload.workload.volume.SecretVolume;
import java.util.List;

/** Renders volumes. */
final class VolumeRenderer {

    private VolumeRenderer() {}

    static Volume render(io.jenkins.plugins.deployworkload.workload.volume.Volume volume) {
        VolumeBuilder built = new VolumeBuilder().withName(volume.getName());
        return switch (volume.getSource()) {
            case EmptyDirVolume empty ->
                built.withNewEmptyDir()
                        .withMedium(EnumNames.of(empty.getMedium()))
                        .withSizeLimit(Numbers.quantity(empty.getSizeLimit()))
                        .endEmptyDir()
                        .build();
            case HostPathVolume host ->
                built.withNewHostPath(host.getPath(), EnumNames.of(host.getType()))
                        .build();
            case ConfigMapVolume map ->
                built.withNewConfigMap()
                        .withName(map.getName())
                        .withItems(items(map.getItems()))
                        .withDefaultMode(Numbers.fileMode(map.getDefaultMode()))
                        .withOptional(map.getOptional())
                        .endConfigMap()
                        .build();
            case SecretVolume secret ->
                built.withNewSecret()
                        .withSecretName(secret.getSecretName())
                        .withItems(items(secret.getItems()))
                        .withDefaultMode(Numbers.fileMode(secret.getDefaultMode()))
                        .withOptional(secret.getOptional())
                        .endSecret()
                        .build();
            case PersistentVolumeClaimVolume claim ->
                built.withNewPersistentVolumeClaim(claim.getClaimName(), claim.getReadOnly())
                        .build();
        };
    }

    private static List<KeyToPath> items(List<io.jenkins.plugins.deployworkload.workload.volume.KeyToPath> items) {
        return items.stream()
                .map(item -> new KeyToPathBuilder()
                        .withKey(item.getKey())
                        .withPath(item.getPath())
                        .withMode(Numbers.fileMode(item.getMode()))
                        .build())
                .toList();
    }
}
