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
 * @param lastJob the full name of the job whose build must be the last one that has deployed the application; {@code null}
 *     for any
 */
public record RemovalRequest(
        String namespace,
        String application,
        Set<PruneKind> pruneKinds,
        boolean dryRun,
        Duration timeout,
        RolloutPolicy policy,
        Deployer deployer,
        String lastJob) {

    /** A request that does not depend on the last deploy. */
    public RemovalRequest(
            String namespace,
            String application,
            Set<PruneKind> pruneKinds,
            boolean dryRun,
            Duration timeout,
            RolloutPolicy policy,
            Deployer deployer) {
        this(namespace, application, pruneKinds, dryRun, timeout, policy, deployer, null);
    }

    RolloutParameters parameters() {
        Instant now = RolloutEvent.now();
        return new RolloutParameters(
                namespace,
                application,
                now,
                now.plus(timeout),
                RolloutOptions.defaults().withPruneKinds(pruneKinds).withDryRun(dryRun),
                deployer);
    }
}
