package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.jenkins.plugins.deployworkload.workload.Recreate;
import io.jenkins.plugins.deployworkload.workload.Replicated;
import io.jenkins.plugins.deployworkload.workload.RollingUpdate;
import io.jenkins.plugins.deployworkload.workload.Strategy;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders a Deployment: one instance, or several. */
final class Deployments {

    private Deployments() {}

    /**
     * @param replicas null where the API or an autoscaler decides
     */
    static Deployment of(Workload workload, String namespace, Replicated controller, Integer replicas) {
        return new DeploymentBuilder()
                .withMetadata(Identity.metadata(workload, namespace))
                .withSpec(new DeploymentSpecBuilder()
                        .withReplicas(replicas)
                        .withMinReadySeconds(controller.getMinReadySeconds())
                        .withRevisionHistoryLimit(controller.getRevisionHistoryLimit())
                        .withProgressDeadlineSeconds(controller.getProgressDeadlineSeconds())
                        .withStrategy(strategy(controller.getStrategy()))
                        .withNewSelector()
                        .withMatchLabels(Identity.selector(workload))
                        .endSelector()
                        .withTemplate(Pods.template(workload))
                        .build())
                .build();
    }

    private static DeploymentStrategy strategy(Strategy strategy) {
        return switch (strategy) {
            case null -> null;
            case Recreate ignored ->
                new DeploymentStrategyBuilder().withType("Recreate").build();
            case RollingUpdate update -> {
                DeploymentStrategyBuilder built = new DeploymentStrategyBuilder().withType("RollingUpdate");
                if (update.getMaxSurge() != null || update.getMaxUnavailable() != null) {
                    built.withNewRollingUpdate()
                            .withMaxSurge(Numbers.orText(update.getMaxSurge()))
                            .withMaxUnavailable(Numbers.orText(update.getMaxUnavailable()))
                            .endRollingUpdate();
                }
                yield built.build();
            }
        };
    }
}
