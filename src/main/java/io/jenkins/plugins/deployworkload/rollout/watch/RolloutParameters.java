package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import java.time.Duration;
import java.time.Instant;

/** The parameters of a rollout, which never change. */
public record RolloutParameters(
        String namespace,
        String workload,
        Instant startedAt,
        Instant deadline,
        RolloutOptions options,
        Deployer deployer) {

    public long seconds() {
        return Duration.between(startedAt, deadline).toSeconds();
    }
}
