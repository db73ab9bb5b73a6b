package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategyBuilder;
import io.jenkins.plugins.deployworkload.workload.StatefulSetUpdate;
import io.jenkins.plugins.deployworkload.workload.VolumeClaimTemplate;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders a StatefulSet. */
final class StatefulSets {

    private StatefulSets() {}

    static StatefulSet of(
            Workload workload, String namespace, io.jenkins.plugins.deployworkload.workload.StatefulSet controller) {
        return new StatefulSetBuilder()
                .withMetadata(Identity.metadata(workload, namespace))
                .withSpec(new StatefulSetSpecBuilder()
                        .withReplicas(controller.getReplicas())
                        .withMinReadySeconds(controller.getMinReadySeconds())
                        .withRevisionHistoryLimit(controller.getRevisionHistoryLimit())
                        .withPodManagementPolicy(Words.of(controller.getPodManagementPolicy()))
                        .withServiceName(workload.getName())
                        .withUpdateStrategy(strategy(controller.getUpdateStrategy()))
                        .withVolumeClaimTemplates(controller.getVolumeClaimTemplates().stream()
                                .map(StatefulSets::template)
                                .toList())
                        .withNewSelector()
                        .withMatchLabels(Identity.selector(workload))
                        .endSelector()
                        .withTemplate(Pods.template(workload))
                        .build())
                .build();
    }

    private static StatefulSetUpdateStrategy strategy(StatefulSetUpdate update) {
        if (update == null || update.getRollingUpdate() == null) {
            return null;
        }
        StatefulSetUpdateStrategyBuilder built = new StatefulSetUpdateStrategyBuilder().withType("RollingUpdate");
        if (update.getRollingUpdate().getPartition() != null) {
            built.withNewRollingUpdate()
                    .withPartition(update.getRollingUpdate().getPartition())
                    .endRollingUpdate();
        }
        return built.build();
    }

    private static PersistentVolumeClaim template(VolumeClaimTemplate template) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(template.getName())
                .endMetadata()
                .withNewSpec()
                .withAccessModes(Words.of(template.getAccessMode()))
                .withStorageClassName(template.getStorageClassName())
                .withNewResources()
                .addToRequests("storage", Numbers.quantity(template.getStorage()))
                .endResources()
                .endSpec()
                .build();
    }
}
