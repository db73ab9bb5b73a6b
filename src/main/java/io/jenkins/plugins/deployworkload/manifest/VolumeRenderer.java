package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.CSIVolumeSource;
import io.fabric8.kubernetes.api.model.CSIVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.ClusterTrustBundleProjectionBuilder;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFileBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.manifest.value.Numbers;
import io.jenkins.plugins.deployworkload.workload.volume.ClusterTrustBundleProjection;
import io.jenkins.plugins.deployworkload.workload.volume.ConfigMapProjection;
import io.jenkins.plugins.deployworkload.workload.volume.ConfigMapVolume;
import io.jenkins.plugins.deployworkload.workload.volume.CsiVolume;
import io.jenkins.plugins.deployworkload.workload.volume.DownwardApiProjection;
import io.jenkins.plugins.deployworkload.workload.volume.DownwardApiVolume;
import io.jenkins.plugins.deployworkload.workload.volume.EmptyDirVolume;
import io.jenkins.plugins.deployworkload.workload.volume.EphemeralVolume;
import io.jenkins.plugins.deployworkload.workload.volume.HostPathVolume;
import io.jenkins.plugins.deployworkload.workload.volume.ImageVolume;
import io.jenkins.plugins.deployworkload.workload.volume.NfsVolume;
import io.jenkins.plugins.deployworkload.workload.volume.PersistentVolumeClaimVolume;
import io.jenkins.plugins.deployworkload.workload.volume.ProjectedVolume;
import io.jenkins.plugins.deployworkload.workload.volume.Projection;
import io.jenkins.plugins.deployworkload.workload.volume.SecretProjection;
import io.jenkins.plugins.deployworkload.workload.volume.SecretVolume;
import io.jenkins.plugins.deployworkload.workload.volume.ServiceAccountTokenProjection;
import io.jenkins.plugins.deployworkload.workload.volume.source.ContainerResourceRef;
import io.jenkins.plugins.deployworkload.workload.volume.source.DownwardApiFile;
import io.jenkins.plugins.deployworkload.workload.volume.source.PodFieldRef;
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
            case EphemeralVolume ephemeral ->
                built.withNewEphemeral()
                        .withVolumeClaimTemplate(ClaimRenderer.ephemeral(ephemeral.getVolumeClaimTemplate()))
                        .endEphemeral()
                        .build();
            case ProjectedVolume projected ->
                built.withNewProjected()
                        .withSources(projected.getSources().stream()
                                .map(source -> projection(source.getSource()))
                                .toList())
                        .withDefaultMode(Numbers.fileMode(projected.getDefaultMode()))
                        .endProjected()
                        .build();
            case DownwardApiVolume downward ->
                built.withNewDownwardAPI()
                        .withItems(files(downward.getItems()))
                        .withDefaultMode(Numbers.fileMode(downward.getDefaultMode()))
                        .endDownwardAPI()
                        .build();
            case NfsVolume nfs ->
                built.withNewNfs(nfs.getPath(), nfs.getReadOnly(), nfs.getServer())
                        .build();
            case CsiVolume csi -> built.withCsi(csi(csi)).build();
            case ImageVolume image ->
                built.withNewImage(EnumNames.of(image.getPullPolicy()), image.getReference())
                        .build();
        };
    }

    private static CSIVolumeSource csi(CsiVolume csi) {
        CSIVolumeSourceBuilder built = new CSIVolumeSourceBuilder()
                .withDriver(csi.getDriver())
                .withReadOnly(csi.getReadOnly())
                .withFsType(csi.getFsType())
                .withVolumeAttributes(csi.getVolumeAttributes());
        if (csi.getNodePublishSecretRef() != null) {
            built.withNewNodePublishSecretRef(csi.getNodePublishSecretRef().getName());
        }
        return built.build();
    }

    private static VolumeProjection projection(Projection source) {
        VolumeProjectionBuilder built = new VolumeProjectionBuilder();
        return switch (source) {
            case ConfigMapProjection map ->
                built.withNewConfigMap()
                        .withName(map.getName())
                        .withItems(items(map.getItems()))
                        .withOptional(map.getOptional())
                        .endConfigMap()
                        .build();
            case SecretProjection secret ->
                built.withNewSecret()
                        .withName(secret.getName())
                        .withItems(items(secret.getItems()))
                        .withOptional(secret.getOptional())
                        .endSecret()
                        .build();
            case DownwardApiProjection downward ->
                built.withNewDownwardAPI()
                        .withItems(files(downward.getItems()))
                        .endDownwardAPI()
                        .build();
            case ServiceAccountTokenProjection token ->
                built.withNewServiceAccountToken()
                        .withAudience(token.getAudience())
                        .withExpirationSeconds(token.getExpirationSeconds())
                        .withPath(token.getPath())
                        .endServiceAccountToken()
                        .build();
            case ClusterTrustBundleProjection bundle ->
                built.withClusterTrustBundle(trustBundle(bundle)).build();
        };
    }

    private static io.fabric8.kubernetes.api.model.ClusterTrustBundleProjection trustBundle(
            ClusterTrustBundleProjection bundle) {
        ClusterTrustBundleProjectionBuilder built = new ClusterTrustBundleProjectionBuilder()
                .withPath(bundle.getPath())
                .withName(bundle.getName())
                .withSignerName(bundle.getSignerName())
                .withOptional(bundle.getOptional());
        if (bundle.getLabelSelector() != null) {
            built.withNewLabelSelector()
                    .withMatchLabels(bundle.getLabelSelector().getMatchLabels())
                    .endLabelSelector();
        }
        return built.build();
    }

    private static List<DownwardAPIVolumeFile> files(List<DownwardApiFile> files) {
        return files.stream()
                .map(file -> {
                    DownwardAPIVolumeFileBuilder built = new DownwardAPIVolumeFileBuilder()
                            .withPath(file.getPath())
                            .withMode(Numbers.fileMode(file.getMode()));
                    return switch (file.getSource()) {
                        case PodFieldRef field ->
                            built.withNewFieldRef()
                                    .withFieldPath(field.getFieldPath())
                                    .endFieldRef()
                                    .build();
                        case ContainerResourceRef resource ->
                            built.withNewResourceFieldRef()
                                    .withContainerName(resource.getContainerName())
                                    .withResource(resource.getResource())
                                    .withDivisor(Numbers.quantity(resource.getDivisor()))
                                    .endResourceFieldRef()
                                    .build();
                    };
                })
                .toList();
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
