package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.jenkins.plugins.deployworkload.workload.Deployment;
import io.jenkins.plugins.deployworkload.workload.Replicated;
import io.jenkins.plugins.deployworkload.workload.Single;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders the object that runs the pods. */
final class Controllers {

    private Controllers() {}

    static HasMetadata of(Workload workload, String namespace) {
        return switch (workload.getController()) {
            case Single single -> deployment(workload, namespace, single, 1);
            case Deployment deployment -> deployment(workload, namespace, deployment, deployment.getReplicas());
        };
    }

    private static HasMetadata deployment(
            Workload workload, String namespace, Replicated controller, Integer replicas) {
        return new DeploymentBuilder()
                .withMetadata(Identity.metadata(workload, namespace))
                .withSpec(new DeploymentSpecBuilder()
                        .withReplicas(replicas)
                        .withMinReadySeconds(controller.getMinReadySeconds())
                        .withRevisionHistoryLimit(controller.getRevisionHistoryLimit())
                        .withProgressDeadlineSeconds(controller.getProgressDeadlineSeconds())
                        .withNewSelector()
                        .withMatchLabels(Identity.selector(workload))
                        .endSelector()
                        .withTemplate(Pods.template(workload))
                        .build())
                .build();
    }
}
