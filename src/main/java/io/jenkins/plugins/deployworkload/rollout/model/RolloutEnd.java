package io.jenkins.plugins.deployworkload.rollout.model;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;

/** How a rollout is to end. */
public record RolloutEnd(Outcome outcome, String message, RecoveryOutcome recovery) {

    public RolloutEnd(Outcome outcome, String message) {
        this(outcome, message, RecoveryOutcome.NONE);
    }

    public static RolloutEnd refused(String message) {
        return new RolloutEnd(Outcome.REFUSED, message);
    }

    /** Another deploy of the workload has taken over. */
    public static RolloutEnd superseded() {
        return new RolloutEnd(Outcome.SUPERSEDED, Messages.RolloutEnd_superseded());
    }
}
