package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Finishes a rollout: prunes and marks the revision as healthy after success, rolls back after a failure, and builds
 * the result. A superseded deploy does not report a failure and is not rolled back.
 */
final class RolloutFinisher {

    private static final Logger LOGGER = Logger.getLogger(RolloutFinisher.class.getName());

    private static final Set<Outcome> MAY_BE_SUPERSEDED = Set.of(Outcome.FAILED, Outcome.TIMED_OUT, Outcome.SUPERSEDED);

    private final RolloutContext context;
    private final RolloutThread thread;
    private final Pruner pruner;
    private final WaitTask waitTask;
    private final boolean isRollback;
    private final Consumer<RolloutCheckpoint> saveCheckpoint;
    private List<Finding> findings;

    /**
     * @param isRollback whether the rollout is a rollback, which is neither stored as a revision nor rolled back
     * @param saveCheckpoint receives each checkpoint to resume the rollback from, before its event is reported
     */
    RolloutFinisher(
            RolloutContext context,
            RolloutThread thread,
            Pruner pruner,
            WaitTask waitTask,
            boolean isRollback,
            Consumer<RolloutCheckpoint> saveCheckpoint) {
        this.context = context;
        this.thread = thread;
        this.pruner = pruner;
        this.waitTask = waitTask;
        this.isRollback = isRollback;
        this.saveCheckpoint = saveCheckpoint;
    }

    /** Called when all objects are healthy. */
    RolloutEnd finishSuccess(String message) {
        return isRollback
                ? new RolloutEnd(Outcome.SUCCEEDED, message)
                : new Completion(context, thread, pruner).complete(message, waitTask.hasWaited());
    }

    /** Called when all objects are applied and the deploy does not wait until they are healthy. */
    RolloutEnd finishDetached() {
        Optional<String> refusal = context.policy().reason();
        if (refusal.isPresent()) {
            context.warn(null, Messages.RolloutFinisher_notAllowed(refusal.get()));
        } else {
            tryBriefly(context.activeRevision()::markApplied);
        }
        return new RolloutEnd(Outcome.SUCCEEDED, Messages.RolloutFinisher_detached());
    }

    /** Called when the rollout has failed or its deadline has passed. */
    RolloutEnd finishFailure(RolloutEnd end) {
        CompletableFuture<Boolean> active = VirtualThreads.submit(() -> isStillActive(end))
                .completeOnTimeout(true, FinalStatusCheck.REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        thread.awaitFinish(waitTask.findingsReported());
        boolean isActive = thread.awaitFinish(active);
        if (end.outcome() == Outcome.SUPERSEDED) {
            return isRollback ? end : withNewerBuild(end);
        }
        if (!isActive) {
            return context.superseded();
        }
        findings = waitTask.findings();
        try {
            if (!isRollback) {
                new Completion(context, thread, pruner).deleteFinishedHooks();
            }
        } catch (SupersededException e) {
            return context.superseded();
        }
        return rollBackIfConfigured(end);
    }

    /** Names the build of the newer deploy, for a deploy that was superseded because its objects were changed. */
    private RolloutEnd withNewerBuild(RolloutEnd end) {
        return context.revisions()
                .supersededBy()
                .filter(build -> !end.message().contains(build))
                .map(build -> new RolloutEnd(
                        end.outcome(),
                        Sentences.join(end.message(), context.superseded().message())))
                .orElse(end);
    }

    /**
     * Whether a failed or timed-out deploy is still the active one. A superseded deploy is not a failure. If the
     * history cannot be read, the deploy counts as active.
     */
    private boolean isStillActive(RolloutEnd end) {
        boolean mayBeSuperseded =
                MAY_BE_SUPERSEDED.contains(end.outcome()) && context.revisions().revisionId() != null;
        try {
            return !mayBeSuperseded || context.activeRevision().isStillActive();
        } catch (RuntimeException problem) {
            return true;
        }
    }

    private RolloutEnd rollBackIfConfigured(RolloutEnd end) {
        if (isRollback || context.options().onFailure() == OnFailure.KEEP || !isRollbackNeeded()) {
            return end;
        }
        waitTask.close();
        return rollback(new RolloutCheckpoint.FailedDeploy(
                        end.outcome(),
                        context.redactor().redactSecrets(end.message()),
                        context.state().applied(),
                        findings,
                        context.revisions().revisionId()))
                .start(false);
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
    RolloutEnd resume(RolloutCheckpoint checkpoint) {
        try {
            thread.runFinish(() -> context.revisions().resume(checkpoint.revision()));
        } catch (RuntimeException problem) {
            LOGGER.log(Level.FINE, "The rollback reads the history again", problem);
        }
        findings = checkpoint.failed().findings();
        Rollback rollback = rollback(checkpoint.failed());
        return checkpoint.allApplied() ? rollback.resume(checkpoint) : rollback.start(true);
    }

    private Rollback rollback(RolloutCheckpoint.FailedDeploy failed) {
        return new Rollback(context, thread, pruner, failed, saveCheckpoint);
    }

    /**
     * Whether this deploy changed nothing and is still the active one. Then the previous deploy becomes active again,
     * because it may still be waiting.
     */
    private boolean shouldRestorePrevious(RolloutEnd end) {
        return end.outcome() != Outcome.SUCCEEDED
                && end.outcome() != Outcome.SUPERSEDED
                && !isRollback
                && context.activeRevision().canRestorePrevious()
                && context.state().isUntouched()
                && context.policy().reason().isEmpty();
    }

    /**
     * Takes back what a deploy that ends without a change has written to the revision history.
     *
     * @param discardDraft deletes the revision if it was stored and not activated
     */
    void takeBackRevision(RolloutEnd end, Runnable discardDraft) {
        if (shouldRestorePrevious(end)) {
            tryBriefly(context.activeRevision()::restorePrevious);
        }
        // A deploy that has succeeded has activated its revision.
        if (end.outcome() != Outcome.SUCCEEDED) {
            tryBriefly(discardDraft);
        }
    }

    /** Runs a write without which the rollout can end, for a bounded time and ignoring its failure. */
    void tryBriefly(Runnable write) {
        try {
            thread.awaitFinish(VirtualThreads.run(write)
                    .completeOnTimeout(null, FinalStatusCheck.REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RuntimeException problem) {
            LOGGER.log(Level.FINE, "The revision history could not be updated at the end of a rollout", problem);
        }
    }

    /** The result if an error prevents its details. */
    RolloutResult resultWithoutDetails(RolloutEnd end, Instant endedAt) {
        Instant startedAt = context.state().parameters().startedAt();
        return new RolloutResult(
                end.outcome(),
                context.redactor().redactSecrets(end.message()),
                context.state().applied(),
                List.of(),
                end.recovery(),
                startedAt,
                Duration.between(startedAt, endedAt));
    }

    /** Closes the watches and the connection, and builds the result even if an error prevents its details. */
    RolloutResult close(RolloutEnd end, Instant endedAt) {
        try {
            waitTask.close();
            return result(end, endedAt);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "Internal error at the end of a rollout", e);
            return resultWithoutDetails(new RolloutEndFactory(context.state()).internalError(e), endedAt);
        } finally {
            context.connection().close();
        }
    }

    /** Builds the result; findings and blockers are left out after a success. */
    private RolloutResult result(RolloutEnd end, Instant endedAt) {
        Instant startedAt = context.state().parameters().startedAt();
        String blockers =
                end.outcome() == Outcome.SUCCEEDED ? "" : context.state().blockers();
        return new RolloutResult(
                end.outcome(),
                context.redactor()
                        .redactSecrets(blockers.isEmpty() ? end.message() : Sentences.join(end.message(), blockers)),
                context.state().applied(),
                end.outcome() == Outcome.SUCCEEDED ? List.of() : findings == null ? waitTask.findings() : findings,
                end.recovery(),
                end.outcome() == Outcome.SUCCEEDED ? digests() : Map.of(),
                startedAt,
                Duration.between(startedAt, endedAt),
                end.planId(),
                end.restored());
    }

    private Map<String, String> digests() {
        Map<String, String> images = new HashMap<>();
        context.state().applied().forEach(object -> images.putAll(object.images()));
        return waitTask.digests(images);
    }
}
