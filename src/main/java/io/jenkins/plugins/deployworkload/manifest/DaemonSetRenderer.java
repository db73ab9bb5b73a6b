package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategyBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.manifest.value.Numbers;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders a DaemonSet. */
final class DaemonSetRenderer {

    private DaemonSetRenderer() {}

    static DaemonSet render(
            Workload workload,
            String namespace,
            io.jenkins.plugins.deployworkload.workload.controller.DaemonSet controller) {
        return new DaemonSetBuilder()
                .withMetadata(WorkloadLabels.metadata(workload, namespace))
                .withSpec(new DaemonSetSpecBuilder()
                        .withMinReadySeconds(controller.getMinReadySeconds())
                        .withRevisionHistoryLimit(controller.getRevisionHistoryLimit())
                        .withUpdateStrategy(strategy(controller.getUpdateStrategy()))
                        .withNewSelector()
                        .withMatchLabels(WorkloadLabels.selector(workload))
                        .endSelector()
                        .withTemplate(PodTemplateRenderer.render(workload))
                        .build())
                .build();
    }

    private static DaemonSetUpdateStrategy strategy(
            io.jenkins.plugins.deployworkload.workload.controller.DaemonSetUpdateStrategy update) {
        if (update == null || update.getRollingUpdate() == null && update.getType() == null) {
            return null;
        }
        DaemonSetUpdateStrategyBuilder built = new DaemonSetUpdateStrategyBuilder()
                .withType(update.getType() == null ? "RollingUpdate" : EnumNames.of(update.getType()));
        if (update.getRollingUpdate() != null && update.getRollingUpdate().getMaxUnavailable() != null) {
            built.withNewRollingUpdate()
                    .withMaxUnavailable(
                            Numbers.intOrString(update.getRollingUpdate().getMaxUnavailable()))
                    .endRollingUpdate();
        }
        return built.build();
    }
}
