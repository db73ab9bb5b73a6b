package io.jenkins.plugins.deployworkload.execution.removal;

import hudson.AbortException;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterRules;
import io.jenkins.plugins.deployworkload.execution.DeploymentPlanner;
import io.jenkins.plugins.deployworkload.execution.SharedServices;
import io.jenkins.plugins.deployworkload.job.ApplicationTarget;
import io.jenkins.plugins.deployworkload.job.JobAccess;
import io.jenkins.plugins.deployworkload.job.RemoveOnDelete;
import io.jenkins.plugins.deployworkload.report.AuditLog;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.removal.ApplicationRemoval;
import io.jenkins.plugins.deployworkload.rollout.removal.RemovalRequest;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the removal of an application, if the access rules allow it at the moment. */
final class RemovalLauncher {

    private static final Logger LOGGER = Logger.getLogger(RemovalLauncher.class.getName());

    /** Finds the credential of a connection. */
    interface Credentials {
        ConnectionConfig config(Cluster cluster, String credentialsId) throws AbortException;
    }

    /** Finds the owner of a removal. */
    interface OwnerSource {
        Deployer deployer(Cluster cluster, String namespace) throws AbortException;
    }

    /** Makes the audit log of a removal with this account; {@code null} if it is refused before. */
    interface AuditLogs {
        AuditLog of(String account);
    }

    private final Job<?, ?> job;
    private final ApplicationTarget target;
    private final Credentials credentials;
    private final OwnerSource owners;
    private final AuditLogs auditLogs;
    private String lastJob;
    private String expectedPlan;
    private boolean adopt;
    private boolean resumed;

    RemovalLauncher(
            Job<?, ?> job, ApplicationTarget target, Credentials credentials, OwnerSource owners, AuditLogs auditLogs) {
        this.job = job;
        this.target = target;
        this.credentials = credentials;
        this.owners = owners;
        this.auditLogs = auditLogs;
    }

    /**
     * For a job that was deleted. The removal is refused if a build of another job has deployed the application last, unless
     * the job owns the application alone.
     */
    RemovalLauncher onlyIfDeployedLastBy(String jobFullName) {
        lastJob = jobFullName;
        return this;
    }

    RemovalLauncher withAdopt(boolean value) {
        adopt = value;
        return this;
    }

    /** @param id the id of the list of objects that a dry run has shown; {@code null} for any list */
    RemovalLauncher withExpectedPlan(String id) {
        expectedPlan = id;
        return this;
    }

    /** @param isResumed whether the removal continues after a restart */
    RemovalLauncher resumed(boolean isResumed) {
        resumed = isResumed;
        return this;
    }

    /** @throws AbortException if the removal is not allowed; the message is for users */
    ApplicationRemoval start(boolean dryRun, Duration timeout, RolloutListener listener) throws AbortException {
        try {
            return tryStart(dryRun, timeout, listener);
        } catch (AbortException e) {
            auditLogs.of(null).refused(target.namespace(), target.application(), dryRun);
            throw e;
        }
    }

    private ApplicationRemoval tryStart(boolean dryRun, Duration timeout, RolloutListener listener)
            throws AbortException {
        Cluster cluster = ClusterAccess.cluster(target.cluster(), job);
        String namespace = DeploymentPlanner.namespace(target.namespace(), cluster);
        RolloutOptions options =
                RolloutOptions.defaults().withPruneKinds(target.pruneKinds()).withAdopt(adopt);
        ClusterRules.check(cluster, job.getFullName(), namespace, target.credentialsId(), options, List.of());
        JobAccess access = new JobAccess(job, namespace);
        access.checkPullRequest(cluster, options);
        RemovalRequest request = new RemovalRequest(
                        namespace,
                        target.application(),
                        target.pruneKinds(),
                        dryRun,
                        timeout,
                        // A removal creates no pods, so it does not matter whether the cluster has user namespaces.
                        access.policy(cluster.getName(), target.credentialsId(), () -> false),
                        owners.deployer(cluster, namespace))
                .withAdopt(adopt)
                .withLastJob(lastJob)
                .withExpectedPlan(expectedPlan)
                .withResumed(resumed);
        RolloutListener audit = auditLogs
                .of(ClusterAccess.account(cluster, target.credentialsId()))
                .listener(namespace, target.application(), dryRun);
        try (Connection connection = SharedServices.open(credentials.config(cluster, target.credentialsId()))) {
            return SharedServices.ROLLOUT_ENGINE.remove(connection, request, event -> {
                audit.on(event);
                if (event instanceof RolloutEvent.Ended ended
                        && ended.result().outcome() == Outcome.SUCCEEDED
                        && !dryRun
                        && lastJob == null) {
                    forget(namespace);
                }
                listener.on(event);
            });
        }
    }

    /** The application is removed, so the job no longer has to remove it when the job is deleted. */
    private void forget(String namespace) {
        try {
            RemoveOnDelete.forget(job, target, namespace);
        } catch (AbortException e) {
            LOGGER.log(Level.WARNING, e.getMessage(), e);
        }
    }
}
