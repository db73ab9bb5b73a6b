package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.watch.FinalStatusCheck;
import io.jenkins.plugins.deployworkload.rollout.watch.WaitTask;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a rollout comes to its end: what is still done after everything runs, or after it certainly will not, and what comes
 * of that. Nobody speaks of failure, or undoes anything, whose workload is another deploy's by now.
 */
final class RolloutFinisher {

    private final RolloutContext context;
    private final Pruner pruner;
    private final WaitTask waitTask;
    private final boolean isRollback;
    private final Consumer<RolloutCheckpoint> saveCheckpoint;
    private List<Finding> findings;
    private Rollback rollback;
    private String stopReason;

    /**
     * @param undoing whether what ran before is put back: nothing is noted of that, and it is not undone
     * @param keep takes what another process needs to go on, each time before anybody is told
     */
    RolloutFinisher(
            RolloutContext context,
            Pruner pruning,
            WaitTask waiting,
            boolean undoing,
            Consumer<RolloutCheckpoint> keep) {
        this.context = context;
        this.pruner = pruning;
        this.waitTask = waiting;
        this.isRollback = undoing;
        this.saveCheckpoint = keep;
    }

    /** Everything runs. Completes normally, as all that follows. */
    CompletableFuture<RolloutEnd> finishSuccess(String message) {
        return isRollback
                ? CompletableFuture.completedFuture(new RolloutEnd(Outcome.SUCCEEDED, message))
                : new Completion(context, pruner).complete(message, waitTask.hasWaited());
    }

    /** All is applied, and nobody waits for it. */
    CompletableFuture<RolloutEnd> finishDetached() {
        return bounded(context.activeRevision().markApplied())
                .thenApply(settled -> new RolloutEnd(Outcome.SUCCEEDED, Messages.RolloutFinisher_detached()));
    }

    /** It does not run, and will not be waited for any longer. */
    CompletableFuture<RolloutEnd> finishFailure(RolloutEnd end) {
        waitTask.stop();
        return waitTask.findingsReported()
                .thenCombine(isStillActive(end), (told, ours) -> ours)
                .thenComposeAsync(
                        ours -> ours ? rollBackIfConfigured(end) : completed(RolloutEnd.superseded()),
                        context.executor());
    }

    /** Who has failed may have been overtaken: then it is not a failure. Where nobody can say so, it is one. */
    private CompletableFuture<Boolean> isStillActive(RolloutEnd end) {
        boolean ask = (end.outcome() == Outcome.FAILED || end.outcome() == Outcome.TIMED_OUT)
                && context.revisions().revisionId() != null;
        return ask
                ? context.activeRevision()
                        .isStillActive()
                        .completeOnTimeout(true, FinalStatusCheck.REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(problem -> true)
                : CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<RolloutEnd> rollBackIfConfigured(RolloutEnd end) {
        // What is another deploy's by now is not undone.
        if (end.outcome() == Outcome.SUPERSEDED
                || isRollback
                || context.options().onFailure() == OnFailure.KEEP
                || !isRollbackNeeded()) {
            return completed(end);
        }
        findings = waitTask.findings();
        waitTask.close();
        return rollBack(
                new RolloutCheckpoint.FailedDeploy(
                        end.outcome(),
                        end.message(),
                        context.state().applied(),
                        findings,
                        context.revisions().revisionId()),
                back -> back.start(false));
    }

    /** What is there may also have been broken before: the deploy before this one meant the same, and left it so. */
    private boolean isRollbackNeeded() {
        return context.state().anyChanged()
                || context.state().allApplied()
                        && context.revisions()
                                .lastHealthy()
                                .filter(good ->
                                        !good.id().equals(context.revisions().revisionId()))
                                .isPresent();
    }

    /** Goes on with what another process has begun to undo. */
    CompletableFuture<RolloutEnd> resume(RolloutCheckpoint kept) {
        return rollBack(kept.failed(), back -> kept.allApplied() ? back.resume(kept) : back.start(true));
    }

    private CompletableFuture<RolloutEnd> rollBack(
            RolloutCheckpoint.FailedDeploy failed, Function<Rollback, CompletableFuture<RolloutEnd>> how) {
        rollback = new Rollback(context, pruner, failed, saveCheckpoint);
        if (stopReason != null) {
            rollback.stop(stopReason);
        }
        return how.apply(rollback);
    }

    /** Nothing more is undone, and what is being put back is not waited for any longer. */
    void stop(String reason) {
        stopReason = reason;
        if (rollback != null) {
            rollback.stop(reason);
        }
    }

    /** Whether a deploy that came to nothing still has the workload, for which somebody else may wait. */
    boolean shouldRestorePrevious(RolloutEnd end) {
        return end.outcome() != Outcome.SUCCEEDED
                && end.outcome() != Outcome.SUPERSEDED
                && !isRollback
                && context.activeRevision().canRestorePrevious()
                && context.state().isUntouched();
    }

    /** Nobody is kept waiting for that. */
    CompletableFuture<Void> restorePrevious() {
        return bounded(context.activeRevision().restorePrevious());
    }

    private static CompletableFuture<Void> bounded(CompletableFuture<Void> note) {
        return note.completeOnTimeout(null, FinalStatusCheck.REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(problem -> null);
    }

    RolloutResult result(RolloutEnd how, Instant end) {
        Instant start = context.state().parameters().startedAt();
        String hindrances =
                how.outcome() == Outcome.SUCCEEDED ? "" : context.state().blockers();
        return new RolloutResult(
                how.outcome(),
                hindrances.isEmpty() ? how.message() : Sentences.join(how.message(), hindrances),
                context.state().applied(),
                how.outcome() == Outcome.SUCCEEDED ? List.of() : findings == null ? waitTask.findings() : findings,
                how.recovery(),
                how.outcome() == Outcome.SUCCEEDED ? digests() : Map.of(),
                start,
                Duration.between(start, end));
    }

    private Map<String, String> digests() {
        Map<String, String> images = new HashMap<>();
        context.state().applied().forEach(object -> images.putAll(object.images()));
        return waitTask.digests(images);
    }

    private static CompletableFuture<RolloutEnd> completed(RolloutEnd end) {
        return CompletableFuture.completedFuture(end);
    }
}
