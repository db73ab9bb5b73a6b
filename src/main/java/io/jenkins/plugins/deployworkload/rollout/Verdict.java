package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;

/**
 * How a deploy went.
 *
 * @param isFailure whether the rollout recovers from the end, for example by a rollback
 */
record Verdict(RolloutEnd end, boolean isFailure) {

    static Verdict end(RolloutEnd end) {
        return new Verdict(end, false);
    }

    static Verdict failure(RolloutEnd end) {
        return new Verdict(end, true);
    }
}
