package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.manifest.file.ManifestApplication;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.time.Duration;
import java.util.List;

/**
 * The workloads to deploy. When a plan is created, all workload files and build outputs have been read.
 *
 * @param timeout   limit from the start of a rollout until its workload is healthy
 * @param workloads the workloads, with unique names. Each image in the workloads is an image reference
 * @param manifests the objects of manifests; null for workloads
 */
public record DeploymentPlan(
        String namespace,
        Duration timeout,
        RolloutOptions options,
        List<Workload> workloads,
        ManifestApplication manifests) {

    public DeploymentPlan {
        workloads = List.copyOf(workloads);
    }

    /** A plan of workloads. */
    public DeploymentPlan(String namespace, Duration timeout, RolloutOptions options, List<Workload> workloads) {
        this(namespace, timeout, options, workloads, null);
    }

    static DeploymentPlan of(DeployRequest request, String namespace, List<Workload> workloads) {
        return new DeploymentPlan(namespace, request.timeout(), request.options(), workloads);
    }

    static DeploymentPlan of(DeployRequest request, String namespace, ManifestApplication manifests) {
        return new DeploymentPlan(namespace, request.timeout(), request.options(), List.of(), manifests);
    }

    /** The names of the applications, in the order of their descriptions. */
    List<String> names() {
        return manifests == null ? workloads.stream().map(Workload::getName).toList() : List.of(manifests.name());
    }
}
