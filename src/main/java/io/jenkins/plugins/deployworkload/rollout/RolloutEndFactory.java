package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.util.Optional;

/**
 * Describes the end of a rollout that was aborted, interrupted, rolled back or cannot continue, with the objects applied so
 * far.
 */
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

    /**
     * Names the images that run now, and the build that deployed them if it belongs to the job of this deploy. Another job
     * may have deployed them, such as the former owner of an adopted application. Jenkins hides the names of jobs from
     * users who may not see them, but everybody who can see this job, or its repository, reads the message. So the message
     * then names the revision, which the page of that other build shows too.
     *
     * @param result the result of the rollback
     * @param healthy the revision that was restored; empty if the history does not tell
     */
    RolloutEnd rolledBack(
            RolloutCheckpoint.FailedDeploy failed, RolloutResult result, Optional<RevisionHistory.Revision> healthy) {
        Optional<String> build = healthy.map(RevisionHistory.Revision::deployingBuild);
        String own = build.filter(state.parameters().deployer()::isOfSameJob)
                .map(Owner::printable)
                .orElse(null);
        RolloutResult.Restored restored = RolloutResult.Restored.of(result.objects(), own);
        String message = Sentences.join(failed.message(), Messages.Rollback_succeeded(result.message()));
        if (!restored.images().isEmpty()) {
            String images = String.join(", ", restored.images());
            String runsNow = own != null
                    ? Messages.Rollback_runsNowFrom(images, own)
                    : build.isPresent()
                            ? Messages.Rollback_runsNowOfRevision(
                                    images, healthy.get().id())
                            : Messages.Rollback_runsNow(images);
            message = Sentences.join(message, runsNow);
        }
        return new RolloutEnd(failed.outcome(), message, RolloutResult.RecoveryOutcome.ROLLED_BACK, null, restored);
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
