package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The build of one deploy: gives the planner and the launcher the same connection settings, and records the results. */
public final class DeployContext {

    private final Run<?, ?> build;

    /** Null until {@link #connectionConfig} is called. */
    private ConnectionConfig config;

    public DeployContext(Run<?, ?> build) {
        this.build = build;
    }

    Run<?, ?> build() {
        return build;
    }

    /** @throws AbortException if the cluster does not exist, or the job may not use the cluster */
    Cluster cluster(String name) throws AbortException {
        return ClusterAccess.cluster(name, build.getParent());
    }

    /** Reads the credential once per deploy, because a token provider may take seconds to answer. */
    ConnectionConfig connectionConfig(Cluster cluster, String credentialsId) throws AbortException {
        if (config == null) {
            config = ClusterAccess.connectionConfig(cluster, build, credentialsId);
        }
        return config;
    }

    /** The names of all workloads, in the order of the definition. */
    static List<String> workloadNames(DeploymentPlan plan, StepState state) {
        return plan == null
                ? state.started().stream().map(StartedRollout::workload).toList()
                : plan.workloads().stream().map(Workload::getName).toList();
    }

    /**
     * Records in the build why no rollout can be started or resumed, with the progress of each rollout before the
     * restart.
     *
     * @param plan null if no rollout is left to start
     */
    AbortException refused(DeploymentPlan plan, StepState state, String message) {
        List<RolloutGroup.RolloutHandle> handles = workloadNames(plan, state).stream()
                .map(name -> state.started(name)
                        .map(started -> RolloutGroup.abandoned(started, message))
                        .orElseGet(() -> RolloutGroup.refused(plan, name, message)))
                .map(RolloutGroup.RolloutHandle::finished)
                .toList();
        new RolloutGroup(state.cluster(), handles, this::record).results().join();
        return new AbortException(message);
    }

    void record(List<DeployedWorkload> deployed) {
        try {
            DeploymentsAction.add(build, deployed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
