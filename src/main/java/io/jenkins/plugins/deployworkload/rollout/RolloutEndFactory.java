package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;

/** Describes the end of a rollout that was aborted, interrupted or cannot continue, with the objects applied so far. */
final class RolloutEndFactory {

    private final RolloutState state;

    RolloutEndFactory(RolloutState state) {
        this.state = state;
    }

    RolloutEnd aborted(String reason) {
        if (!state.applied().isEmpty()) {
            return new RolloutEnd(Outcome.ABORTED, Messages.Rollout_aborted(reason, state.describe()));
        }
        String deleted = state.deletedNotRecreated();
        boolean mayHaveChanged = deleted.isEmpty() && !state.isUntouched();
        String message = mayHaveChanged
                ? Messages.Rollout_abortedDuringApply(reason)
                : Messages.Rollout_abortedBeforeApply(reason);
        return new RolloutEnd(
                Outcome.ABORTED,
                deleted.isEmpty() ? message : Sentences.join(message, Messages.Rollout_deletedNotRecreated(deleted)));
    }

    /** Like {@link #aborted(String)}, for a rollout of which an object was also refused. */
    RolloutEnd aborted(String reason, RolloutEnd refusal) {
        return new RolloutEnd(Outcome.ABORTED, Sentences.join(aborted(reason).message(), refusal.message()));
    }

    /** For a rollout whose process ended before all objects were applied. */
    RolloutEnd interrupted() {
        return new RolloutEnd(Outcome.FAILED, Messages.Rollout_interrupted());
    }

    RolloutEnd unwatchable(ConnectionFailure failure) {
        return RolloutEnd.refused(Messages.Rollout_unwatchable(Sentences.of(failure.message()), state.describe()));
    }

    /** Names the applied objects without their status, because the error may lie in computing it. */
    RolloutEnd internalError(Throwable problem) {
        return new RolloutEnd(
                Outcome.FAILED,
                Messages.Rollout_internalError(problem.getClass().getSimpleName(), state.appliedOrNothing()));
    }
}
