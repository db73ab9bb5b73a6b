package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetOrdinals;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategyBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EmptyToNull;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.controller.ClaimRetentionPolicy;
import io.jenkins.plugins.deployworkload.workload.controller.Ordinals;

/** Renders a StatefulSet. */
final class StatefulSetRenderer {

    private StatefulSetRenderer() {}

    /** @param replicas the number of pods; {@code null} to leave it to the API's default or to an autoscaler */
    static StatefulSet render(
            Workload workload,
            String namespace,
            io.jenkins.plugins.deployworkload.workload.controller.StatefulSet controller,
            Integer replicas) {
        return new StatefulSetBuilder()
                .withMetadata(WorkloadLabels.metadata(workload, namespace))
                .withSpec(new StatefulSetSpecBuilder()
                        .withReplicas(replicas)
                        .withMinReadySeconds(controller.getMinReadySeconds())
                        .withRevisionHistoryLimit(controller.getRevisionHistoryLimit())
                        .withPodManagementPolicy(EnumNames.of(controller.getPodManagementPolicy()))
                        .withServiceName(workload.governingServiceName(controller))
                        .withUpdateStrategy(strategy(controller.getUpdateStrategy()))
                        .withVolumeClaimTemplates(controller.getVolumeClaimTemplates().stream()
                                .map(ClaimRenderer::template)
                                .toList())
                        .withPersistentVolumeClaimRetentionPolicy(
                                retention(controller.getPersistentVolumeClaimRetentionPolicy()))
                        .withOrdinals(ordinals(controller.getOrdinals()))
                        .withNewSelector()
                        .withMatchLabels(WorkloadLabels.selector(workload))
                        .endSelector()
                        .withTemplate(PodTemplateRenderer.render(workload))
                        .build())
                .build();
    }

    private static StatefulSetUpdateStrategy strategy(
            io.jenkins.plugins.deployworkload.workload.controller.StatefulSetUpdateStrategy update) {
        if (update == null || update.getRollingUpdate() == null && update.getType() == null) {
            return null;
        }
        StatefulSetUpdateStrategyBuilder built = new StatefulSetUpdateStrategyBuilder()
                .withType(update.getType() == null ? "RollingUpdate" : EnumNames.of(update.getType()));
        if (update.getRollingUpdate() != null && update.getRollingUpdate().getPartition() != null) {
            built.withNewRollingUpdate()
                    .withPartition(update.getRollingUpdate().getPartition())
                    .endRollingUpdate();
        }
        return built.build();
    }

    private static StatefulSetPersistentVolumeClaimRetentionPolicy retention(ClaimRetentionPolicy policy) {
        return policy == null
                ? null
                : EmptyToNull.of(
                        new StatefulSetPersistentVolumeClaimRetentionPolicy(
                                EnumNames.of(policy.getWhenDeleted()), EnumNames.of(policy.getWhenScaled())),
                        new StatefulSetPersistentVolumeClaimRetentionPolicy());
    }

    private static StatefulSetOrdinals ordinals(Ordinals ordinals) {
        return ordinals == null || ordinals.getStart() == null ? null : new StatefulSetOrdinals(ordinals.getStart());
    }
}
