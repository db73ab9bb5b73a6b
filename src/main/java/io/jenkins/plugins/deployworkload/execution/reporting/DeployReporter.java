package io.jenkins.plugins.deployworkload.execution.reporting;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.execution.objects.MaskedObjects;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.report.checks.BuildChecks;
import io.jenkins.plugins.deployworkload.report.progress.ProgressRecorder;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the deploys of one step with the build, shows them on the page of the build, and publishes their checks. */
public final class DeployReporter implements ResultRecorder {

    private static final Logger LOGGER = Logger.getLogger(DeployReporter.class.getName());

    private final Run<?, ?> build;
    private final String cluster;
    private final String credentialsId;
    private final boolean skipChecks;
    private final BuildChecks checks;

    /**
     * @param log the log of the build
     * @param cluster the name of the cluster in Jenkins' configuration
     * @param credentialsId the ID of the job's credential; null for the cluster's own credential
     * @param skipChecks whether the step publishes no checks. An administrator can switch off those of all jobs
     */
    public DeployReporter(Run<?, ?> build, TaskListener log, String cluster, String credentialsId, boolean skipChecks) {
        this.build = build;
        this.cluster = cluster;
        this.credentialsId = credentialsId;
        this.skipChecks = skipChecks;
        this.checks = BuildChecks.of(
                build, log, skipChecks || !ClusterConfiguration.get().publishesChecks());
    }

    /**
     * Returns the listener that shows the progress of a deploy on the page of the build.
     *
     * @param objects the objects of the deploy; empty after a restart if all objects were applied before
     */
    public RolloutListener follow(
            Cluster target, String namespace, String workload, boolean dryRun, List<HasMetadata> objects) {
        checks.started(build, cluster, namespace, workload, dryRun);
        try {
            ProgressRecorder progress = DeploymentsAction.follow(build, cluster, namespace, workload, dryRun);
            progress.linkTo(target.getDashboardUrl());
            if (!objects.isEmpty()) {
                progress.keepObjects(() -> MaskedObjects.yaml(objects));
            }
            return progress;
        } catch (IOException | RuntimeException e) {
            // The page is no reason to fail a deploy.
            LOGGER.log(Level.WARNING, "The build of a deploy could not be saved", e);
            return event -> {};
        }
    }

    @Override
    public DeployedWorkload ended(RolloutCheckpoint checkpoint, RolloutResult result) {
        DeployedWorkload deployed = new DeployedWorkload(cluster, credentialsId, skipChecks, checkpoint, result);
        checks.ended(build, deployed);
        return deployed;
    }

    @Override
    public void record(List<DeployedWorkload> deployed) {
        try {
            DeploymentsAction.add(build, deployed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            checks.await();
        }
    }
}
