package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.time.Duration;
import java.util.List;

/**
 * The workloads to deploy. When a plan is created, all workload files and build outputs have been read.
 *
 * @param timeout   limit from the start of a rollout until its workload is healthy
 * @param workloads the workloads, with unique names. Each image in the workloads is an image reference
 */
public record DeploymentPlan(String namespace, Duration timeout, RolloutOptions options, List<Workload> workloads) {

    public DeploymentPlan {
        workloads = List.copyOf(workloads);
    }

    static DeploymentPlan of(DeployRequest request, String namespace, List<Workload> workloads) {
        return new DeploymentPlan(namespace, request.timeout(), request.options(), workloads);
    }
}
