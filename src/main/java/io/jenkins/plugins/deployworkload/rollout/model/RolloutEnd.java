package io.jenkins.plugins.deployworkload.rollout.model;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;

/** The outcome of a rollout, with its message and the outcome of a rollback. */
public record RolloutEnd(Outcome outcome, String message, RecoveryOutcome recovery) {

    public RolloutEnd(Outcome outcome, String message) {
        this(outcome, message, RecoveryOutcome.NONE);
    }

    public static RolloutEnd refused(String message) {
        return new RolloutEnd(Outcome.REFUSED, message);
    }

    /** The rollout ends because a newer deploy of the same workload has taken over. */
    public static RolloutEnd superseded() {
        return new RolloutEnd(Outcome.SUPERSEDED, Messages.RolloutEnd_superseded());
    }
}
