package io.jenkins.plugins.deployworkload.rollout.model;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;

/** The outcome of a rollout, without the other parts of the result. */
public record RolloutEnd(Outcome outcome, String message, RecoveryOutcome recovery) {

    public RolloutEnd(Outcome outcome, String message) {
        this(outcome, message, RecoveryOutcome.NONE);
    }

    public static RolloutEnd refused(String message) {
        return new RolloutEnd(Outcome.REFUSED, message);
    }

    /** The end of a rollout because of a newer deploy of the same workload. */
    public static RolloutEnd superseded() {
        return new RolloutEnd(Outcome.SUPERSEDED, Messages.RolloutEnd_superseded());
    }
}
