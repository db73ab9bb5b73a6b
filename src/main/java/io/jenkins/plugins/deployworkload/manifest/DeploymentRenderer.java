package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.Numbers;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.controller.DeploymentBase;
import io.jenkins.plugins.deployworkload.workload.controller.Recreate;
import io.jenkins.plugins.deployworkload.workload.controller.RollingUpdate;

/** Renders a Deployment, for the controllers Single and Deployment. */
final class DeploymentRenderer {

    private DeploymentRenderer() {}

    /** @param replicas the number of pods; {@code null} to leave it to the API's default or to an autoscaler */
    static Deployment render(Workload workload, String namespace, DeploymentBase controller, Integer replicas) {
        return new DeploymentBuilder()
                .withMetadata(WorkloadLabels.metadata(workload, namespace))
                .withSpec(new DeploymentSpecBuilder()
                        .withReplicas(replicas)
                        .withMinReadySeconds(controller.getMinReadySeconds())
                        .withRevisionHistoryLimit(controller.getRevisionHistoryLimit())
                        .withProgressDeadlineSeconds(controller.getProgressDeadlineSeconds())
                        .withStrategy(strategy(controller.getStrategy()))
                        .withNewSelector()
                        .withMatchLabels(WorkloadLabels.selector(workload))
                        .endSelector()
                        .withTemplate(PodTemplateRenderer.render(workload))
                        .build())
                .build();
    }

    private static DeploymentStrategy strategy(
            io.jenkins.plugins.deployworkload.workload.controller.DeploymentStrategy strategy) {
        return switch (strategy) {
            case null -> null;
            case Recreate ignored ->
                new DeploymentStrategyBuilder().withType("Recreate").build();
            case RollingUpdate update -> {
                DeploymentStrategyBuilder built = new DeploymentStrategyBuilder().withType("RollingUpdate");
                if (update.getMaxSurge() != null || update.getMaxUnavailable() != null) {
                    built.withNewRollingUpdate()
                            .withMaxSurge(Numbers.intOrString(update.getMaxSurge()))
                            .withMaxUnavailable(Numbers.intOrString(update.getMaxUnavailable()))
                            .endRollingUpdate();
                }
                yield built.build();
            }
        };
    }
}
