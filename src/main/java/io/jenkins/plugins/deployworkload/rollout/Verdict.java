package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;

/**
 * The end of a deploy, before a rollback.
 *
 * @param isFailure whether a rollback may follow. No rollback follows after a success, an abort, or an end at which the
 *     state of the objects is unknown
 */
record Verdict(RolloutEnd end, boolean isFailure) {

    static Verdict end(RolloutEnd end) {
        return new Verdict(end, false);
    }

    static Verdict failure(RolloutEnd end) {
        return new Verdict(end, true);
    }
}
