package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpecBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplateBuilder;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.manifest.value.Numbers;
import io.jenkins.plugins.deployworkload.workload.volume.VolumeClaimTemplate;
import io.jenkins.plugins.deployworkload.workload.volume.source.AccessMode;
import io.jenkins.plugins.deployworkload.workload.volume.source.ClaimBase;
import io.jenkins.plugins.deployworkload.workload.volume.source.EphemeralClaim;

/** Renders the templates of PersistentVolumeClaims. */
final class ClaimRenderer {

    private ClaimRenderer() {}

    static PersistentVolumeClaim template(VolumeClaimTemplate template) {
        return new PersistentVolumeClaimBuilder()
                .withMetadata(metadata(template).withName(template.getName()).build())
                .withSpec(
                        spec(template, template.getAccessMode(), template.getStorage(), template.getStorageClassName()))
                .build();
    }

    static PersistentVolumeClaimTemplate ephemeral(EphemeralClaim claim) {
        PersistentVolumeClaimTemplateBuilder built = new PersistentVolumeClaimTemplateBuilder()
                .withSpec(spec(claim, claim.getAccessMode(), claim.getStorage(), claim.getStorageClassName()));
        if (!claim.getLabels().isEmpty() || !claim.getAnnotations().isEmpty()) {
            built.withMetadata(metadata(claim).build());
        }
        return built.build();
    }

    private static ObjectMetaBuilder metadata(ClaimBase claim) {
        return new ObjectMetaBuilder().withLabels(claim.getLabels()).withAnnotations(claim.getAnnotations());
    }

    private static PersistentVolumeClaimSpec spec(
            ClaimBase claim, AccessMode accessMode, String storage, String storageClassName) {
        return new PersistentVolumeClaimSpecBuilder()
                .withAccessModes(EnumNames.of(accessMode))
                .withStorageClassName(storageClassName)
                .withVolumeMode(EnumNames.of(claim.getVolumeMode()))
                .withDataSource(
                        claim.getDataSource() == null
                                ? null
                                : new TypedLocalObjectReference(
                                        claim.getDataSource().groupOfKind(),
                                        EnumNames.of(claim.getDataSource().getKind()),
                                        claim.getDataSource().getName()))
                .withNewResources()
                .addToRequests("storage", Numbers.quantity(storage))
                .endResources()
                .build();
    }
}
