package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.redeploy.Redeploy;
import java.time.Duration;
import java.time.Instant;

/**
 * The parameters of a rollout, which never change.
 *
 * @param redeploy the stored revision that the rollout applies again; {@code null} for new objects and for a rollback
 */
public record RolloutParameters(
        String namespace,
        String workload,
        Instant startedAt,
        Instant deadline,
        RolloutOptions options,
        Deployer deployer,
        Redeploy redeploy) {

    /** The parameters of a rollout of new objects, of a rollback, or of a removal. */
    public RolloutParameters(
            String namespace,
            String workload,
            Instant startedAt,
            Instant deadline,
            RolloutOptions options,
            Deployer deployer) {
        this(namespace, workload, startedAt, deadline, options, deployer, null);
    }

    /** Whether an object belongs to the stored revision, although the rollout does not apply it. */
    public boolean keeps(ObjectRef ref) {
        return redeploy != null && redeploy.keeps(ref.label());
    }

    public long seconds() {
        return Duration.between(startedAt, deadline).toSeconds();
    }
}
