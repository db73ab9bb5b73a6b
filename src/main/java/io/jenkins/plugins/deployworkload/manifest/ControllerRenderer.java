package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.controller.CronJob;
import io.jenkins.plugins.deployworkload.workload.controller.DaemonSet;
import io.jenkins.plugins.deployworkload.workload.controller.Deployment;
import io.jenkins.plugins.deployworkload.workload.controller.Job;
import io.jenkins.plugins.deployworkload.workload.controller.Single;
import io.jenkins.plugins.deployworkload.workload.controller.StatefulSet;

/** Renders the object that creates the pods. */
final class ControllerRenderer {

    private ControllerRenderer() {}

    static HasMetadata render(Workload workload, String namespace) {
        return switch (workload.getController()) {
            case Single single -> DeploymentRenderer.render(workload, namespace, single, 1);
            // If the workload has an autoscaler, omit the replicas: otherwise every deploy would reset the number that
            // the autoscaler has set.
            case Deployment deployment ->
                DeploymentRenderer.render(
                        workload,
                        namespace,
                        deployment,
                        deployment.getAutoscaling() == null ? deployment.getReplicas() : null);
            case StatefulSet set -> StatefulSetRenderer.render(workload, namespace, set);
            case DaemonSet set -> DaemonSetRenderer.render(workload, namespace, set);
            case Job job -> JobRenderer.render(workload, namespace, job);
            case CronJob job -> CronJobRenderer.render(workload, namespace, job);
        };
    }
}
