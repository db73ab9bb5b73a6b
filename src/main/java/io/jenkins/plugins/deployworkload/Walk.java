package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterRules;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.manifest.Manifest;
import io.jenkins.plugins.deployworkload.outputs.BuildOutputs;
import io.jenkins.plugins.deployworkload.outputs.ImageResolution;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.RolloutMemory;
import io.jenkins.plugins.deployworkload.rollout.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.references.ReferenceCheck;
import io.jenkins.plugins.deployworkload.workload.ContainerImages;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** From what a job asks for to running rollouts: the way that every door goes. */
final class Walk {

    /** A workspace may be large, and its disk slow. */
    private static final Duration AGENT_PATIENCE = Duration.ofMinutes(10);

    private Walk() {}

    /**
     * Reads, checks and renders everything, and then starts the rollouts.
     *
     * @param workspace where files are read from; null where there is none
     * @param log       hears which output gave which image
     * @param listener  hears of each rollout
     * @throws AbortException with a sentence, before anything was applied
     */
    static Deployments start(
            DeployWorkloadStep step, Run<?, ?> build, FilePath workspace, TaskListener log, RolloutListener listener)
            throws IOException, InterruptedException {
        Cluster cluster = ClusterAccess.cluster(step.getCluster(), build.getParent());
        String namespace = namespace(step, cluster);
        List<RolloutRequest> requests = new ArrayList<>();
        List<Workload> workloads = workloads(step, build, workspace, log);
        ClusterRules.check(cluster, namespace, workloads);
        for (Workload workload : workloads) {
            try {
                requests.add(new RolloutRequest(
                        namespace,
                        workload.getName(),
                        Manifest.of(workload, namespace),
                        step.waitAtMost(),
                        step.options()));
            } catch (IllegalArgumentException e) {
                throw new AbortException(e.getMessage());
            }
        }
        // Each rollout takes a share of its own, so that this one need not outlive the start.
        try (Connection connection = connect(cluster, build, step)) {
            lookUp(connection, requests, cluster.maySecretsBeListed(), listener);
            return new Deployments(
                    build,
                    cluster.getName(),
                    requests.stream()
                            .map(request -> Engine.ROLLOUTS.start(connection, request, listener))
                            .toList());
        }
    }

    /** Goes on waiting for rollouts that were applied before a restart. */
    static Deployments resume(
            DeployWorkloadStep step, List<RolloutMemory> memories, Run<?, ?> build, RolloutListener listener)
            throws AbortException {
        Cluster cluster = ClusterAccess.cluster(step.getCluster(), build.getParent());
        try (Connection connection = connect(cluster, build, step)) {
            return new Deployments(
                    build,
                    cluster.getName(),
                    memories.stream()
                            .map(memory -> Engine.ROLLOUTS.resume(connection, memory, listener))
                            .toList());
        }
    }

    private static Connection connect(Cluster cluster, Run<?, ?> build, DeployWorkloadStep step) throws AbortException {
        return Engine.CONNECTIONS.open(ClusterAccess.connection(cluster, build, step.getCredentialsId()));
    }

    private static String namespace(DeployWorkloadStep step, Cluster cluster) throws AbortException {
        String namespace = step.getNamespace() == null ? cluster.getNamespace() : step.getNamespace();
        if (namespace == null) {
            throw new AbortException(Messages.Walk_NoNamespace(cluster.getName()));
        }
        String problem = TextRule.DNS_LABEL.problem(namespace).orElse(null);
        if (problem != null) {
            throw new AbortException("namespace: " + problem);
        }
        return namespace;
    }

    /** Whether everything is there that the workloads name, before anything is applied. */
    private static void lookUp(
            Connection connection, List<RolloutRequest> requests, boolean secrets, RolloutListener listener)
            throws AbortException {
        ReferenceCheck.Result result = ReferenceCheck.of(connection, requests, secrets);
        result.note().ifPresent(note -> listener.on(new RolloutEvent.Warning(Instant.now(), null, note)));
        if (!result.missing().isEmpty()) {
            throw new AbortException(String.join("\n", result.missing()));
        }
    }

    /** As described, with the images that were asked for and those that builds made. */
    private static List<Workload> workloads(
            DeployWorkloadStep step, Run<?, ?> build, FilePath workspace, TaskListener log)
            throws IOException, InterruptedException {
        try {
            List<Workload> described = step.getWorkload() != null
                    ? List.of(step.getWorkload())
                    : WorkloadFiles.read(workspace, step.getFile());
            return ImageResolution.resolve(
                    ContainerImages.replaced(described, step.getImages()),
                    new BuildOutputs(build, workspace, AGENT_PATIENCE),
                    log.getLogger()::println);
        } catch (InvalidDescriptionException e) {
            throw new AbortException(e.getMessage());
        }
    }
}
