package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.concurrent.Exceptions;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionContent;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.revision.UnusableRevisionException;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Undoes a failed deploy: starts a second rollout, which applies the last healthy revision. If no revision was healthy
 * yet and {@link OnFailure#REMOVE} is set, the objects that the deploy has created are deleted instead.
 */
final class Rollback {

    private final RolloutContext context;
    private final CreatedObjects created;
    private final RolloutCheckpoint.FailedDeploy failed;
    private final Consumer<RolloutCheckpoint> saveCheckpoint;
    private Rollout rollbackRollout;
    private String stopReason;

    /** @param saveCheckpoint receives each checkpoint to resume the rollback from, before its event is reported */
    Rollback(
            RolloutContext context,
            Pruner pruner,
            RolloutCheckpoint.FailedDeploy failed,
            Consumer<RolloutCheckpoint> saveCheckpoint) {
        this.context = context;
        this.created = new CreatedObjects(context, pruner, failed);
        this.failed = failed;
        this.saveCheckpoint = saveCheckpoint;
    }

    /**
     * @param isResumed whether an earlier process started this rollback and may already have activated the healthy
     *     revision
     * @return the end of the rollout; completes normally
     */
    CompletableFuture<RolloutEnd> start(boolean isResumed) {
        return RolloutContext.async(context.revisions()::readOnce)
                .handleAsync(
                        (done, problem) -> problem == null ? chooseRevision(isResumed) : historyUnreadable(problem),
                        context.executor())
                .thenCompose(end -> end);
    }

    private CompletableFuture<RolloutEnd> chooseRevision(boolean isResumed) {
        if (stopReason != null) {
            return stoppedBeforeStart();
        }
        if (context.revisions().isDeleted()) {
            return ended(Messages.Rollback_historyDeleted(), RecoveryOutcome.FAILED);
        }
        if (isResumed) {
            context.activeRevision().resumeAs(failed.revision());
        }
        RevisionHistory.Revision healthy = context.revisions().lastHealthy().orElse(null);
        if (healthy == null
                || !isResumed && healthy.id().equals(context.revisions().revisionId())) {
            return noHealthyRevision(healthy == null);
        }
        return VirtualThreads.submit(() -> context.revisions().load(healthy))
                .thenComposeAsync(this::startWith, context.executor())
                .exceptionally(problem -> endWith(describe(problem), RecoveryOutcome.FAILED));
    }

    private String describe(Throwable problem) {
        return Exceptions.unwrap(problem) instanceof UnusableRevisionException unusable
                ? Messages.Rollback_revisionUnusable(Sentences.of(unusable.getMessage()))
                : context.describeFailure(problem);
    }

    private CompletableFuture<RolloutEnd> startWith(RevisionContent content) {
        List<HasMetadata> objects = content.objectsToApply();
        if (objects.isEmpty()) {
            return ended(Messages.Rollback_onlyJobs(), RecoveryOutcome.NONE);
        }
        return context.isStillActive()
                // If the history cannot be read now, the rollback continues. The activation fails if another deploy has
                // written the history.
                .exceptionally(problem -> true)
                .thenComposeAsync(active -> active ? activate(content, objects) : superseded(), context.executor());
    }

    /** Continues a rollback whose objects another process has applied. */
    CompletableFuture<RolloutEnd> resume(RolloutCheckpoint checkpoint) {
        return run(
                new RolloutState(checkpoint.withFailed(null)), rollout -> rollout.resume(checkpoint.withFailed(null)));
    }

    /** Aborts the rollback, or prevents its start. */
    void stop(String reason) {
        stopReason = reason;
        if (rollbackRollout != null) {
            rollbackRollout.stop(reason);
        }
    }

    private CompletableFuture<RolloutEnd> superseded() {
        return CompletableFuture.completedFuture(
                new RolloutEnd(Outcome.SUPERSEDED, Sentences.join(failed.message(), Messages.Rollback_superseded())));
    }

    private CompletableFuture<RolloutEnd> stoppedBeforeStart() {
        return ended(Messages.Rollback_stopped(stopReason), RecoveryOutcome.FAILED);
    }

    /** Ends the rollback as failed, because a healthy revision can be found only in the history. */
    private CompletableFuture<RolloutEnd> historyUnreadable(Throwable problem) {
        return ended(Messages.Rollback_historyUnreadable(context.describeFailure(problem)), RecoveryOutcome.FAILED);
    }

    /** Saves the checkpoint before it activates the healthy revision, so that a restart can resume the rollback. */
    private CompletableFuture<RolloutEnd> activate(RevisionContent content, List<HasMetadata> objects) {
        if (stopReason != null) {
            return stoppedBeforeStart();
        }
        Instant start = RolloutEvent.now();
        RolloutState.Parameters parameters = context.state().parameters();
        RolloutState state = new RolloutState(
                new RolloutState.Parameters(
                        parameters.namespace(),
                        parameters.workload(),
                        start,
                        start.plusSeconds(Math.max(1, parameters.seconds())),
                        parameters.options().withOnFailure(OnFailure.KEEP)),
                objects);
        RolloutCheckpoint checkpoint = state.checkpoint(content.revision().id()).withFailed(failed);
        saveCheckpoint.accept(checkpoint);
        context.report(new RolloutEvent.RollingBack(
                RolloutEvent.now(),
                Messages.Rollback_starting(
                        Sentences.of(failed.message()), content.revision().activatedAt()),
                checkpoint));
        return VirtualThreads.submit(() -> context.activeRevision().reactivate(content))
                .thenComposeAsync(active -> active ? apply(state, objects) : superseded(), context.executor());
    }

    /**
     * Deletes the autoscalers that the failed deploy has created, because they would override the number of replicas. A
     * failed deletion is retried when the other created objects are deleted, and is reported then.
     */
    private CompletableFuture<RolloutEnd> apply(RolloutState state, List<HasMetadata> objects) {
        if (stopReason != null) {
            return stoppedBeforeStart();
        }
        List<ObjectRef> rolledBack = objects.stream().map(context::ref).toList();
        return created.delete(created.find(ref -> ResourceKinds.isAutoscaler(ref) && !rolledBack.contains(ref)))
                .handleAsync(
                        (deletion, problem) -> {
                            if (problem != null) {
                                return superseded();
                            }
                            context.reportDeleted(deletion.deleted(), Messages.Rollback_deletedOfFailedDeploy());
                            return run(state, rollout -> rollout.start(objects));
                        },
                        context.executor())
                .thenCompose(end -> end);
    }

    private CompletableFuture<RolloutEnd> run(RolloutState state, Consumer<Rollout> start) {
        rollbackRollout = new Rollout(context.forRollback(state, this::forward), true);
        start.accept(rollbackRollout);
        if (stopReason != null) {
            rollbackRollout.stop(stopReason);
        }
        return rollbackRollout.result().thenComposeAsync(this::onEnded, context.executor());
    }

    /** Reports the events of the rollback as events of the rollout, except for its end. */
    private void forward(RolloutEvent event) {
        context.executor().execute(() -> {
            switch (event) {
                case RolloutEvent.Ended ended -> {}
                case RolloutEvent.Waiting waiting -> {
                    RolloutCheckpoint checkpoint = waiting.checkpoint().withFailed(failed);
                    saveCheckpoint.accept(checkpoint);
                    context.report(new RolloutEvent.Waiting(waiting.time(), checkpoint));
                }
                default -> context.report(event);
            }
        });
    }

    private CompletableFuture<RolloutEnd> onEnded(RolloutResult result) {
        if (result.outcome() == Outcome.SUPERSEDED) {
            return context.isStillActive()
                    .exceptionally(problem -> true)
                    .thenCompose(active -> active ? rollbackFailed(result) : superseded());
        }
        if (result.outcome() != Outcome.SUCCEEDED) {
            return rollbackFailed(result);
        }
        return RolloutContext.async(context.revisions()::readOnce)
                .thenComposeAsync(done -> markHealthy(result), context.executor())
                .handleAsync((active, problem) -> onMarkedHealthy(result, active, problem), context.executor())
                .thenCompose(end -> end);
    }

    private CompletableFuture<Boolean> markHealthy(RolloutResult result) {
        Set<String> kept = new HashSet<>(context.revisions().secretsOfLatest());
        if (!kept.isEmpty()) {
            context.warn(null, Messages.Rollback_secretsKept(String.join(", ", kept)));
        }
        result.objects().forEach(object -> kept.add(object.ref().label()));
        List<ObjectRef> leftOver = created.find(ref -> !kept.contains(ref.label()));
        return created.delete(leftOver)
                .thenApplyAsync(this::reportDeleted, context.executor())
                .thenCompose(deletion -> VirtualThreads.submit(() -> context.activeRevision()
                        .markHealthy(deletedObjects(leftOver, deletion), result.objects(), true)));
    }

    /** Returns all created objects that do not remain, also those that were deleted earlier. */
    private static List<ObjectRef> deletedObjects(List<ObjectRef> created, Pruner.PruneResult deletion) {
        return created.stream()
                .filter(ref -> !deletion.remaining().containsKey(ref))
                .toList();
    }

    private CompletableFuture<RolloutEnd> onMarkedHealthy(RolloutResult result, Boolean active, Throwable problem) {
        if (ApiErrors.isSuperseded(problem) || problem == null && !active) {
            return superseded();
        }
        if (problem != null) {
            context.warn(null, Messages.Completion_notMarkedHealthy(context.describeFailure(problem)));
        }
        context.revisions()
                .takeUnavailableWarning()
                .ifPresent(reason -> context.warn(null, Messages.Completion_notMarkedHealthy(reason)));
        return ended(Messages.Rollback_succeeded(result.message()), RecoveryOutcome.ROLLED_BACK);
    }

    private CompletableFuture<RolloutEnd> rollbackFailed(RolloutResult result) {
        return ended(Messages.Rollback_failed(result.message()), RecoveryOutcome.FAILED);
    }

    /** Deletes the created objects if configured, because there is no revision to return to. */
    private CompletableFuture<RolloutEnd> noHealthyRevision(boolean noRevision) {
        String discarded = context.revisions().discarded();
        if (noRevision && discarded != null) {
            return ended(Messages.Rollback_historyUntrusted(discarded), RecoveryOutcome.NONE);
        }
        if (!noRevision || context.options().onFailure() != OnFailure.REMOVE) {
            String unavailable = context.revisions().unavailable();
            String reason = unavailable != null ? unavailable : Messages.Rollback_noHealthyRevision();
            return ended(noRevision ? reason : Messages.Rollback_alreadyHealthyRevision(), RecoveryOutcome.NONE);
        }
        return created.delete(created.find(ref -> true))
                .thenApplyAsync(this::reportDeleted, context.executor())
                .thenApply(this::toEnd)
                .exceptionallyCompose(superseded -> superseded());
    }

    private RolloutEnd toEnd(Pruner.PruneResult deletion) {
        if (!deletion.remaining().isEmpty()) {
            return endWith(Messages.Rollback_notRemoved(deletion.describeRemaining()), RecoveryOutcome.FAILED);
        }
        String names = deletion.deleted().stream().map(ObjectRef::label).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? endWith(Messages.Rollback_nothingCreated(), RecoveryOutcome.NONE)
                : endWith(Messages.Rollback_removed(names), RecoveryOutcome.REMOVED);
    }

    private Pruner.PruneResult reportDeleted(Pruner.PruneResult deletion) {
        context.report(deletion, Messages.Rollback_deletedOfFailedDeploy());
        return deletion;
    }

    private CompletableFuture<RolloutEnd> ended(String message, RecoveryOutcome recovery) {
        return CompletableFuture.completedFuture(endWith(message, recovery));
    }

    private RolloutEnd endWith(String message, RecoveryOutcome recovery) {
        return new RolloutEnd(failed.outcome(), Sentences.join(failed.message(), message), recovery);
    }
}
