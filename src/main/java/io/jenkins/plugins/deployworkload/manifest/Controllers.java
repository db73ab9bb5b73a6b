package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.workload.CronJob;
import io.jenkins.plugins.deployworkload.workload.DaemonSet;
import io.jenkins.plugins.deployworkload.workload.Deployment;
import io.jenkins.plugins.deployworkload.workload.Job;
import io.jenkins.plugins.deployworkload.workload.Single;
import io.jenkins.plugins.deployworkload.workload.StatefulSet;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders the object that runs the pods. */
final class Controllers {

    private Controllers() {}

    static HasMetadata of(Workload workload, String namespace) {
        return switch (workload.getController()) {
            case Single single -> Deployments.of(workload, namespace, single, 1);
            // An autoscaler owns the number of instances: sending it would set back what the load asked for.
            case Deployment deployment ->
                Deployments.of(
                        workload,
                        namespace,
                        deployment,
                        deployment.getAutoscaling() == null ? deployment.getReplicas() : null);
            case StatefulSet set -> StatefulSets.of(workload, namespace, set);
            case DaemonSet set -> DaemonSets.of(workload, namespace, set);
            case Job job -> Jobs.of(workload, namespace, job);
            case CronJob job -> CronJobs.of(workload, namespace, job);
        };
    }
}
