package io.jenkins.plugins.deployworkload.preview;

import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterRules;
import io.jenkins.plugins.deployworkload.execution.SharedServices;
import io.jenkins.plugins.deployworkload.execution.UserNamespaceSupport;
import io.jenkins.plugins.deployworkload.execution.revision.RevisionTarget;
import io.jenkins.plugins.deployworkload.execution.revision.StoredRevision;
import io.jenkins.plugins.deployworkload.job.JobAccess;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.redeploy.KeptRevision;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Compares a stored revision with the cluster by a dry run, with the access rules that a deploy of the job has now. Nothing
 * is written.
 *
 * @param revision the revision that the cluster keeps
 * @param text the changes, as in the log of a build, and why a deploy would be refused
 * @param isAccepted whether a deploy would be accepted now
 * @param planId the id of the plan; {@code null} if there is none
 */
public record RevisionComparison(KeptRevision revision, String text, boolean isAccepted, String planId) {

    /** @throws AbortException if the job may not deploy this, or the cluster does not keep the revision; for users */
    public static RevisionComparison of(Job<?, ?> job, RevisionTarget target)
            throws AbortException, InterruptedException {
        Cluster cluster = ClusterAccess.cluster(target.cluster(), job);
        RolloutOptions options = target.options().withDryRun(true).withExpectedPlan(null);
        JobAccess access = new JobAccess(job, target.namespace());
        access.checkPullRequest(cluster, options);
        ClusterRules.check(cluster, job.getFullName(), target.namespace(), target.credentialsId(), options, List.of());
        ConnectionConfig config = ClusterAccess.connectionConfig(cluster, (Item) job, target.credentialsId());
        AtomicReference<KeptRevision> revision = new AtomicReference<>();
        ComparisonRun.Comparison comparison =
                ComparisonRun.run(job, cluster, target.credentialsId(), config, connection -> {
                    StoredRevision stored = read(connection, target);
                    revision.set(stored.entry());
                    return new RolloutRequest(
                            target.namespace(),
                            target.request().name(),
                            stored.content().objects(),
                            UserWait.TIME_LIMIT,
                            options,
                            access.policy(cluster.getName(), target.credentialsId(), new UserNamespaceSupport(config)),
                            access.deployer(cluster, job.getFullName()),
                            stored.content().redeploy());
                });
        return new RevisionComparison(
                revision.get(),
                comparison.text(),
                comparison.result().outcome() == Outcome.SUCCEEDED,
                comparison.result().planId());
    }

    private static StoredRevision read(Connection connection, RevisionTarget target)
            throws AbortException, InterruptedException {
        return UserWait.await(() ->
                StoredRevision.read(SharedServices.ROLLOUT_ENGINE, connection, target.namespace(), target.request()));
    }
}
