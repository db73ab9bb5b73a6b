package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The workloads to deploy. When a plan is created, all workload files and build outputs have been read.
 *
 * @param timeout      limit from the start of a rollout until its workload is healthy
 * @param workloads    the workloads, with unique names. Each image in the workloads is an image reference
 * @param secretHashes by the name of the workload, the hashes of the credentials of its Secrets
 */
public record DeploymentPlan(
        String namespace,
        Duration timeout,
        RolloutOptions options,
        List<Workload> workloads,
        Map<String, Map<String, String>> secretHashes) {

    public DeploymentPlan {
        workloads = List.copyOf(workloads);
        secretHashes = Map.copyOf(secretHashes);
    }

    DeploymentPlan(String namespace, Duration timeout, RolloutOptions options, List<Workload> workloads) {
        this(namespace, timeout, options, workloads, Map.of());
    }

    static DeploymentPlan of(DeployRequest request, String namespace, List<Workload> workloads) {
        return new DeploymentPlan(namespace, request.timeout(), request.options(), workloads);
    }

    DeploymentPlan withSecretHashes(Map<String, Map<String, String>> hashes) {
        return new DeploymentPlan(namespace, timeout, options, workloads, hashes);
    }

    Map<String, String> secretHashes(Workload workload) {
        return secretHashes.getOrDefault(workload.getName(), Map.of());
    }
}
