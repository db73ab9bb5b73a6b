package io.jenkins.plugins.deployworkload.rollout.model;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.Restored;
import java.util.Optional;

/**
 * The outcome of a rollout, with its message and the outcome of a rollback.
 *
 * @param planId the id of the plan of a dry run; {@code null} if there is none
 * @param restored what runs after a rollback; {@code null} without one
 */
public record RolloutEnd(Outcome outcome, String message, RecoveryOutcome recovery, String planId, Restored restored) {

    /** The end of a rollout that was not rolled back. */
    public RolloutEnd(Outcome outcome, String message, RecoveryOutcome recovery, String planId) {
        this(outcome, message, recovery, planId, null);
    }

    public RolloutEnd(Outcome outcome, String message, RecoveryOutcome recovery) {
        this(outcome, message, recovery, null);
    }

    public RolloutEnd(Outcome outcome, String message) {
        this(outcome, message, RecoveryOutcome.NONE);
    }

    public static RolloutEnd refused(String message) {
        return new RolloutEnd(Outcome.REFUSED, message);
    }

    /**
     * The rollout ends because a newer deploy of the same workload has taken over.
     *
     * @param build the build of that deploy; empty if unknown
     */
    public static RolloutEnd superseded(Optional<String> build) {
        return new RolloutEnd(
                Outcome.SUPERSEDED,
                build.map(Messages::RolloutEnd_supersededBy).orElseGet(Messages::RolloutEnd_superseded));
    }
}
