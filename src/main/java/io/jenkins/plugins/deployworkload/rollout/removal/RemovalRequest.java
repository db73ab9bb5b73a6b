package io.jenkins.plugins.deployworkload.rollout.removal;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * The application to remove.
 *
 * @param pruneKinds the kinds of objects that hold data and that are deleted nevertheless
 * @param dryRun report what would be deleted, and delete nothing
 * @param timeout the maximum time until all objects are gone
 * @param policy decides whether the removal may delete objects
 * @param deployer who removes the application, which must be allowed to deploy it
 * @param adopt whether to remove the application of another owner too
 * @param lastJob the full name of a deleted job, whose build must be the last one that has deployed the application, unless
 *     the job owns it alone. What stays then belongs to nobody; {@code null} for a removal without a deleted job
 * @param expectedPlan the id of the list of objects that a dry run has shown. The removal deletes no other object;
 *     {@code null} for any list
 * @param isResumed whether the removal continues after a restart, and repeats its first requests after temporary failures
 */
public record RemovalRequest(
        String namespace,
        String application,
        Set<PruneKind> pruneKinds,
        boolean dryRun,
        Duration timeout,
        RolloutPolicy policy,
        Deployer deployer,
        boolean adopt,
        String lastJob,
        String expectedPlan,
        boolean isResumed) {

    /** Follows the name of a deleted job in place of the number of a build. */
    public static final String DELETED_JOB = " (deleted)";

    /** A removal by the owner, for no deleted job. */
    public RemovalRequest(
            String namespace,
            String application,
            Set<PruneKind> pruneKinds,
            boolean dryRun,
            Duration timeout,
            RolloutPolicy policy,
            Deployer deployer) {
        this(namespace, application, pruneKinds, dryRun, timeout, policy, deployer, false, null, null, false);
    }

    public RemovalRequest withAdopt(boolean value) {
        return new RemovalRequest(
                namespace,
                application,
                pruneKinds,
                dryRun,
                timeout,
                policy,
                deployer,
                value,
                lastJob,
                expectedPlan,
                isResumed);
    }

    public RemovalRequest withLastJob(String job) {
        return new RemovalRequest(
                namespace,
                application,
                pruneKinds,
                dryRun,
                timeout,
                policy,
                deployer,
                adopt,
                job,
                expectedPlan,
                isResumed);
    }

    public RemovalRequest withExpectedPlan(String id) {
        return new RemovalRequest(
                namespace, application, pruneKinds, dryRun, timeout, policy, deployer, adopt, lastJob, id, isResumed);
    }

    public RemovalRequest withResumed(boolean value) {
        return new RemovalRequest(
                namespace,
                application,
                pruneKinds,
                dryRun,
                timeout,
                policy,
                deployer,
                adopt,
                lastJob,
                expectedPlan,
                value);
    }

    RolloutParameters parameters() {
        Instant now = RolloutEvent.now();
        return new RolloutParameters(
                namespace,
                application,
                now,
                now.plus(timeout),
                RolloutOptions.defaults()
                        .withPruneKinds(pruneKinds)
                        .withDryRun(dryRun)
                        .withAdopt(adopt),
                deployer);
    }
}
