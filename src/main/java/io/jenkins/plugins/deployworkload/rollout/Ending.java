package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.RolloutResult.Aftermath;

/** How a rollout is to end. */
record Ending(Outcome outcome, String message, Aftermath aftermath) {

    Ending(Outcome outcome, String message) {
        this(outcome, message, Aftermath.NONE);
    }

    static Ending refused(String message) {
        return new Ending(Outcome.REFUSED, message);
    }

    /** Another deploy of the workload has taken over. */
    static Ending lost() {
        return new Ending(Outcome.SUPERSEDED, Messages.Rollout_lost());
    }
}
