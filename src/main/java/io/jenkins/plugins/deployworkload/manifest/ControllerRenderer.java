package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.controller.Controller;
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
            case Deployment deployment ->
                DeploymentRenderer.render(workload, namespace, deployment, replicas(deployment));
            case StatefulSet set -> StatefulSetRenderer.render(workload, namespace, set, replicas(set));
            case DaemonSet set -> DaemonSetRenderer.render(workload, namespace, set);
            case Job job -> JobRenderer.render(workload, namespace, job);
            case CronJob job -> CronJobRenderer.render(workload, namespace, job);
        };
    }

    /** Null if the workload has an autoscaler: otherwise every deploy would reset the number that it has set. */
    private static Integer replicas(Controller controller) {
        return controller.getAutoscaling() == null ? controller.getReplicas() : null;
    }
}
