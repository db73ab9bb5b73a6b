package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.execution.revision.RevisionRequest;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestApplication;
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
 * @param manifests    the objects of manifests; null if the objects come from elsewhere
 * @param revision     the stored revision to deploy again, which is read when the rollout starts; null for new objects
 * @param secretHashes by the name of the workload, the hashes of the credentials of its Secrets
 */
public record DeploymentPlan(
        String namespace,
        Duration timeout,
        RolloutOptions options,
        List<Workload> workloads,
        ManifestApplication manifests,
        RevisionRequest revision,
        Map<String, Map<String, String>> secretHashes) {

    public DeploymentPlan {
        workloads = List.copyOf(workloads);
        secretHashes = Map.copyOf(secretHashes);
    }

    /** A plan of workloads. */
    public DeploymentPlan(String namespace, Duration timeout, RolloutOptions options, List<Workload> workloads) {
        this(namespace, timeout, options, workloads, null, null, Map.of());
    }

    static DeploymentPlan of(DeployRequest request, String namespace, List<Workload> workloads) {
        return new DeploymentPlan(namespace, request.timeout(), request.options(), workloads);
    }

    DeploymentPlan withSecretHashes(Map<String, Map<String, String>> hashes) {
        return new DeploymentPlan(namespace, timeout, options, workloads, manifests, revision, hashes);
    }

    Map<String, String> secretHashes(Workload workload) {
        return secretHashes.getOrDefault(workload.getName(), Map.of());
    }

    static DeploymentPlan of(DeployRequest request, String namespace, ManifestApplication manifests) {
        return new DeploymentPlan(
                namespace, request.timeout(), request.options(), List.of(), manifests, null, Map.of());
    }

    /** The plan of a request that names a stored revision. */
    static DeploymentPlan ofRevision(DeployRequest request, String namespace) {
        return new DeploymentPlan(
                namespace, request.timeout(), request.options(), List.of(), null, request.revision(), Map.of());
    }

    /** Whether the plan may have values of Secrets, which are masked in messages of the cluster and in logs. */
    boolean hasSecrets() {
        return manifests == null
                ? workloads.stream()
                        .anyMatch(workload -> !workload.getSecrets().isEmpty()
                                || !workload.getObjects().isEmpty())
                : manifests.objects().stream()
                        .anyMatch(object -> object.getKind().equals("Secret"));
    }

    /** The names of the applications, in the order of their descriptions. */
    List<String> names() {
        if (revision != null) {
            return List.of(revision.name());
        }
        return manifests == null ? workloads.stream().map(Workload::getName).toList() : List.of(manifests.name());
    }
}
