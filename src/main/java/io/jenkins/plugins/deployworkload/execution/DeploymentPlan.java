package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.time.Duration;
import java.util.List;

/**
 * The workloads to deploy, after files and build outputs were read.
 *
 * @param timeout   from the start of a rollout until its workload must be healthy
 * @param workloads with unique names; every image is a reference
 */
public record DeploymentPlan(String namespace, Duration timeout, RolloutOptions options, List<Workload> workloads) {

    public DeploymentPlan {
        workloads = List.copyOf(workloads);
    }

    static DeploymentPlan of(DeployRequest request, String namespace, List<Workload> workloads) {
        return new DeploymentPlan(namespace, request.timeout(), request.options(), workloads);
    }
}
