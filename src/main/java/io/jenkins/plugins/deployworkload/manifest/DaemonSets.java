package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategyBuilder;
import io.jenkins.plugins.deployworkload.workload.DaemonSetUpdate;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders a DaemonSet. */
final class DaemonSets {

    private DaemonSets() {}

    static DaemonSet of(
            Workload workload, String namespace, io.jenkins.plugins.deployworkload.workload.DaemonSet controller) {
        return new DaemonSetBuilder()
                .withMetadata(Identity.metadata(workload, namespace))
                .withSpec(new DaemonSetSpecBuilder()
                        .withMinReadySeconds(controller.getMinReadySeconds())
                        .withRevisionHistoryLimit(controller.getRevisionHistoryLimit())
                        .withUpdateStrategy(strategy(controller.getUpdateStrategy()))
                        .withNewSelector()
                        .withMatchLabels(Identity.selector(workload))
                        .endSelector()
                        .withTemplate(Pods.template(workload))
                        .build())
                .build();
    }

    private static DaemonSetUpdateStrategy strategy(DaemonSetUpdate update) {
        if (update == null || update.getRollingUpdate() == null) {
            return null;
        }
        DaemonSetUpdateStrategyBuilder built = new DaemonSetUpdateStrategyBuilder().withType("RollingUpdate");
        if (update.getRollingUpdate().getMaxUnavailable() != null) {
            built.withNewRollingUpdate()
                    .withMaxUnavailable(Numbers.orText(update.getRollingUpdate().getMaxUnavailable()))
                    .endRollingUpdate();
        }
        return built.build();
    }
}
