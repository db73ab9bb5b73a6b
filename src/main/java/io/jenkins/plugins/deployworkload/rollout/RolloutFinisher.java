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
 * Finishes a rollout: prunes and marks the revision as healthy after success, rolls back after a failure, and builds
 * the result. A superseded deploy does not report a failure and is not rolled back.
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
     * @param isRollback whether the rollout is a rollback, which is neither stored as a revision nor rolled back
     * @param saveCheckpoint receives each checkpoint to resume the rollback from, before its event is reported
     */
    RolloutFinisher(
            RolloutContext context,
            Pruner pruner,
            WaitTask waitTask,
            boolean isRollback,
            Consumer<RolloutCheckpoint> saveCheckpoint) {
        this.context = context;
        this.pruner = pruner;
        this.waitTask = waitTask;
        this.isRollback = isRollback;
        this.saveCheckpoint = saveCheckpoint;
    }

    /** Called when all objects are healthy. The futures of this method and of the methods below complete normally. */
    CompletableFuture<RolloutEnd> finishSuccess(String message) {
        return isRollback
                ? CompletableFuture.completedFuture(new RolloutEnd(Outcome.SUCCEEDED, message))
                : new Completion(context, pruner).complete(message, waitTask.hasWaited());
    }

    /** Called when all objects are applied and the deploy does not wait until they are healthy. */
    CompletableFuture<RolloutEnd> finishDetached() {
        return bounded(RolloutContext.async(context.activeRevision()::markApplied))
                .thenApply(done -> new RolloutEnd(Outcome.SUCCEEDED, Messages.RolloutFinisher_detached()));
    }

    /** Called when the rollout has failed or its deadline has passed. */
    CompletableFuture<RolloutEnd> finishFailure(RolloutEnd end) {
        waitTask.stop();
        return waitTask.findingsReported()
                .thenCombine(isStillActive(end), (done, active) -> active)
                .thenComposeAsync(
                        active -> active ? rollBackIfConfigured(end) : completed(RolloutEnd.superseded()),
                        context.executor());
    }

    /**
     * Whether a failed or timed-out deploy is still the active one. A superseded deploy is not a failure. If the
     * history cannot be read in time, the deploy counts as active.
     */
    private CompletableFuture<Boolean> isStillActive(RolloutEnd end) {
        boolean mayBeSuperseded = (end.outcome() == Outcome.FAILED || end.outcome() == Outcome.TIMED_OUT)
                && context.revisions().revisionId() != null;
        return mayBeSuperseded
                ? context.isStillActive()
                        .completeOnTimeout(true, FinalStatusCheck.REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(problem -> true)
                : CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<RolloutEnd> rollBackIfConfigured(RolloutEnd end) {
        // A superseded deploy is not rolled back.
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
                rollback -> rollback.start(false));
    }

    /**
     * Whether the failed deploy is rolled back. A deploy that changed nothing is also rolled back if the last healthy
     * revision is an older one, because the previous deploy has applied the same broken objects.
     */
    private boolean isRollbackNeeded() {
        return context.state().anyChanged()
                || context.state().allApplied()
                        && context.revisions()
                                .lastHealthy()
                                .filter(healthy ->
                                        !healthy.id().equals(context.revisions().revisionId()))
                                .isPresent();
    }

    /** Resumes a rollback that another process has started. */
    CompletableFuture<RolloutEnd> resume(RolloutCheckpoint checkpoint) {
        return rollBack(
                checkpoint.failed(),
                rollback -> checkpoint.allApplied() ? rollback.resume(checkpoint) : rollback.start(true));
    }

    private CompletableFuture<RolloutEnd> rollBack(
            RolloutCheckpoint.FailedDeploy failed, Function<Rollback, CompletableFuture<RolloutEnd>> start) {
        rollback = new Rollback(context, pruner, failed, saveCheckpoint);
        if (stopReason != null) {
            rollback.stop(stopReason);
        }
        return start.apply(rollback);
    }

    /** Aborts a rollback, or prevents its start. */
    void stop(String reason) {
        stopReason = reason;
        if (rollback != null) {
            rollback.stop(reason);
        }
    }

    /**
     * Whether this deploy changed nothing and is still the active one. Then the previous deploy becomes active again,
     * because it may still be waiting.
     */
    boolean shouldRestorePrevious(RolloutEnd end) {
        return end.outcome() != Outcome.SUCCEEDED
                && end.outcome() != Outcome.SUPERSEDED
                && !isRollback
                && context.activeRevision().canRestorePrevious()
                && context.state().isUntouched();
    }

    /** Completes after a bounded time, even if the API server does not answer. */
    CompletableFuture<Void> restorePrevious() {
        return bounded(RolloutContext.async(context.activeRevision()::restorePrevious));
    }

    private static CompletableFuture<Void> bounded(CompletableFuture<Void> write) {
        return write.completeOnTimeout(null, FinalStatusCheck.REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(problem -> null);
    }

    /** Builds the result; findings and blockers are left out after a success. */
    RolloutResult result(RolloutEnd end, Instant endedAt) {
        Instant startedAt = context.state().parameters().startedAt();
        String blockers =
                end.outcome() == Outcome.SUCCEEDED ? "" : context.state().blockers();
        return new RolloutResult(
                end.outcome(),
                blockers.isEmpty() ? end.message() : Sentences.join(end.message(), blockers),
                context.state().applied(),
                end.outcome() == Outcome.SUCCEEDED ? List.of() : findings == null ? waitTask.findings() : findings,
                end.recovery(),
                end.outcome() == Outcome.SUCCEEDED ? digests() : Map.of(),
                startedAt,
                Duration.between(startedAt, endedAt));
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
