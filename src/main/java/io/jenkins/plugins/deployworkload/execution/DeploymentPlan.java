package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.time.Duration;
import java.util.List;

/**
 * What is to be deployed, after all that files and builds had to say was read.
 *
 * @param timeout how long to wait at most
 * @param workloads of different names, each image a reference
 */
record DeploymentPlan(String namespace, Duration timeout, RolloutOptions options, List<Workload> workloads) {

    DeploymentPlan {
        workloads = List.copyOf(workloads);
    }

    static DeploymentPlan of(DeployWorkloadStep step, String namespace, List<Workload> workloads) {
        return new DeploymentPlan(namespace, step.timeoutDuration(), step.options(), workloads);
    }
}
