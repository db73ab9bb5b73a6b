package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.manifest.Manifest;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.RolloutMemory;
import io.jenkins.plugins.deployworkload.rollout.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.references.ReferenceCheck;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** From what a job asks for to running rollouts: the way that every door goes. */
final class Walk {

    private Walk() {}

    /**
     * Reads, checks and renders everything, and then starts the rollouts.
     *
     * @param workspace where files are read from; null where there is none
     * @param listener  hears of each rollout
     * @throws AbortException with a sentence, before anything was applied
     */
    static Deployments start(Order order, Job<?, ?> job, FilePath workspace, RolloutListener listener)
            throws IOException, InterruptedException {
        Cluster cluster = ClusterAccess.cluster(order.cluster(), job);
        String namespace = order.namespace() == null ? cluster.getNamespace() : order.namespace();
        if (namespace == null) {
            throw new AbortException(Messages.Walk_NoNamespace(cluster.getName()));
        }
        List<RolloutRequest> requests = new ArrayList<>();
        for (Workload workload : workloads(order, workspace)) {
            requests.add(new RolloutRequest(
                    namespace,
                    workload.getName(),
                    Manifest.of(workload, namespace),
                    order.waitAtMost(),
                    order.options()));
        }
        lookUp(cluster, requests, listener);
        return run(cluster, requests, (connection, request) -> Engine.ROLLOUTS.start(connection, request, listener));
    }

    /** Goes on waiting for rollouts that were applied before a restart. */
    static Deployments resume(String clusterName, List<RolloutMemory> memories, Job<?, ?> job, RolloutListener listener)
            throws AbortException {
        Cluster cluster = ClusterAccess.cluster(clusterName, job);
        return run(cluster, memories, (connection, memory) -> Engine.ROLLOUTS.resume(connection, memory, listener));
    }

    /** Whether everything is there that the workloads name, before anything is applied. */
    private static void lookUp(Cluster cluster, List<RolloutRequest> requests, RolloutListener listener)
            throws AbortException {
        try (Connection connection = Engine.CONNECTIONS.open(ClusterAccess.connection(cluster))) {
            ReferenceCheck.Result result = ReferenceCheck.of(connection, requests, false);
            result.note().ifPresent(note -> listener.on(new RolloutEvent.Warning(Instant.now(), null, note)));
            if (!result.missing().isEmpty()) {
                throw new AbortException(String.join("\n", result.missing()));
            }
        }
    }

    private interface Start<T> {
        Rollout rollout(Connection connection, T what);
    }

    private static <T> Deployments run(Cluster cluster, List<T> all, Start<T> start) throws AbortException {
        ConnectionConfig config = ClusterAccess.connection(cluster);
        // Each rollout takes a share of its own, so that this one need not outlive the start.
        try (Connection connection = Engine.CONNECTIONS.open(config)) {
            return new Deployments(
                    all.stream().map(one -> start.rollout(connection, one)).toList());
        }
    }

    private static List<Workload> workloads(Order order, FilePath workspace) throws IOException, InterruptedException {
        try {
            return order.workload() != null ? List.of(order.workload()) : WorkloadFiles.read(workspace, order.file());
        } catch (InvalidDescriptionException e) {
            throw new AbortException(e.getMessage());
        }
    }
}
