package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
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
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Undoes a deploy that failed: puts back the last revision that was seen to run, by a rollout of its own, or, where there is
 * none and that was asked for, deletes what the deploy has made.
 */
final class Rollback {

    private final RolloutContext context;
    private final Pruner pruner;
    private final RolloutCheckpoint.FailedDeploy failed;
    private final Consumer<RolloutCheckpoint> saveCheckpoint;
    private Rollout rollbackRollout;
    private String stopReason;

    /** @param keep takes what another process needs to go on with this, each time before anybody is told */
    Rollback(
            RolloutContext context,
            Pruner pruning,
            RolloutCheckpoint.FailedDeploy failed,
            Consumer<RolloutCheckpoint> keep) {
        this.context = context;
        this.pruner = pruning;
        this.failed = failed;
        this.saveCheckpoint = keep;
    }

    /**
     * @param begun whether the workload may already be claimed for that, by a process that has ended since
     * @return how the rollout ends; completes normally
     */
    CompletableFuture<RolloutEnd> start(boolean begun) {
        return context.revisions()
                .readOnce()
                .handleAsync(
                        (known, problem) -> problem == null ? chooseRevision(begun) : historyUnreadable(problem),
                        context.executor())
                .thenCompose(end -> end);
    }

    private CompletableFuture<RolloutEnd> chooseRevision(boolean begun) {
        if (stopReason != null) {
            return stoppedBeforeStart();
        }
        if (context.revisions().isDeleted()) {
            return CompletableFuture.completedFuture(
                    endWith(Messages.Rollback_historyDeleted(), RecoveryOutcome.FAILED));
        }
        if (begun) {
            context.activeRevision().resumeAs(failed.revision());
        }
        RevisionHistory.Revision good = context.revisions().lastHealthy().orElse(null);
        if (good == null || !begun && good.id().equals(context.revisions().revisionId())) {
            return noHealthyRevision(good == null);
        }
        List<HasMetadata> objects = context.revisions().objects(good);
        if (objects.isEmpty()) {
            return CompletableFuture.completedFuture(endWith(Messages.Rollback_onlyJobs(), RecoveryOutcome.NONE));
        }
        return context.activeRevision()
                .isStillActive()
                // Where nobody can say so: the workload is taken only as it was read last.
                .exceptionally(problem -> true)
                .thenComposeAsync(ours -> ours ? activate(good, objects) : superseded(), context.executor())
                .exceptionally(problem -> endWith(context.describeFailure(problem), RecoveryOutcome.FAILED));
    }

    /** Goes on with what another process has applied to put it back. */
    CompletableFuture<RolloutEnd> resume(RolloutCheckpoint kept) {
        return run(new RolloutState(kept.withFailed(null)), rollout -> rollout.resume(kept.withFailed(null)));
    }

    /** Stops to wait for what was put back, or does not begin with it. */
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
        return CompletableFuture.completedFuture(
                endWith(Messages.Rollback_stopped(stopReason), RecoveryOutcome.FAILED));
    }

    /** Nobody knows what ran before, nor whether anything did. */
    private CompletableFuture<RolloutEnd> historyUnreadable(Throwable problem) {
        return CompletableFuture.completedFuture(
                endWith(Messages.Rollback_historyUnreadable(context.describeFailure(problem)), RecoveryOutcome.FAILED));
    }

    /** Remembered first: who goes on after a restart finds the workload claimed for the good revision, or not yet. */
    private CompletableFuture<RolloutEnd> activate(RevisionHistory.Revision good, List<HasMetadata> objects) {
        if (stopReason != null) {
            return stoppedBeforeStart();
        }
        Instant start = RolloutEvent.now();
        RolloutState.Parameters frame = context.state().parameters();
        RolloutState state = new RolloutState(
                new RolloutState.Parameters(
                        frame.namespace(),
                        frame.workload(),
                        start,
                        start.plusSeconds(Math.max(1, frame.seconds())),
                        frame.options().withOnFailure(OnFailure.KEEP)),
                objects);
        RolloutCheckpoint memory = state.checkpoint(good.id()).withFailed(failed);
        saveCheckpoint.accept(memory);
        context.report(new RolloutEvent.RollingBack(
                RolloutEvent.now(),
                Messages.Rollback_starting(Sentences.of(failed.message()), good.activatedAt()),
                memory));
        return context.activeRevision()
                .reactivate(good)
                .thenComposeAsync(ours -> ours ? apply(state, objects) : superseded(), context.executor());
    }

    /**
     * An autoscaler that the failed deploy has made would have the last word on the number of replicas. What is left is tried
     * again, and told of, with the rest.
     */
    private CompletableFuture<RolloutEnd> apply(RolloutState state, List<HasMetadata> objects) {
        if (stopReason != null) {
            return stoppedBeforeStart();
        }
        List<ObjectRef> kept = objects.stream().map(context::ref).toList();
        return deleteCreated(createdObjects(ref -> ResourceKinds.isAutoscaler(ref) && !kept.contains(ref)))
                .handleAsync(
                        (deletion, lost) -> {
                            if (lost != null) {
                                return superseded();
                            }
                            context.reportDeleted(deletion.deleted(), Messages.Rollback_deletedOfFailedDeploy());
                            return run(state, rollout -> rollout.start(objects));
                        },
                        context.executor())
                .thenCompose(end -> end);
    }

    private CompletableFuture<RolloutEnd> run(RolloutState state, Consumer<Rollout> begin) {
        rollbackRollout = new Rollout(context.forRollback(state, this::forward), true);
        begin.accept(rollbackRollout);
        if (stopReason != null) {
            rollbackRollout.stop(stopReason);
        }
        return rollbackRollout.result().thenComposeAsync(this::onEnded, context.executor());
    }

    /** What the rollback tells is told as the rollout's own, but for its end. */
    private void forward(RolloutEvent event) {
        context.executor().execute(() -> {
            switch (event) {
                case RolloutEvent.Ended ended -> {}
                case RolloutEvent.Waiting watching -> {
                    RolloutCheckpoint memory = watching.checkpoint().withFailed(failed);
                    saveCheckpoint.accept(memory);
                    context.report(new RolloutEvent.Waiting(watching.time(), memory));
                }
                default -> context.report(event);
            }
        });
    }

    private CompletableFuture<RolloutEnd> onEnded(RolloutResult result) {
        if (result.outcome() == Outcome.SUPERSEDED) {
            return context.activeRevision()
                    .isStillActive()
                    .exceptionally(problem -> true)
                    .thenCompose(ours -> ours ? rollbackFailed(result) : superseded());
        }
        if (result.outcome() != Outcome.SUCCEEDED) {
            return rollbackFailed(result);
        }
        List<ObjectRef> kept = result.objects().stream().map(AppliedObject::ref).toList();
        List<ObjectRef> made = createdObjects(ref -> !kept.contains(ref));
        return context.revisions()
                .readOnce()
                .thenCompose(known -> deleteCreated(made))
                .thenApplyAsync(this::reportDeleted, context.executor())
                .thenCompose(deletion ->
                        context.activeRevision().markHealthy(deletedObjects(made, deletion), result.objects(), true))
                .handleAsync((ours, problem) -> onMarkedHealthy(result, ours, problem), context.executor())
                .thenCompose(end -> end);
    }

    /** Some went before anything was put back, maybe by another process. */
    private static List<ObjectRef> deletedObjects(List<ObjectRef> made, Pruner.PruneResult deletion) {
        return made.stream()
                .filter(ref -> !deletion.remaining().containsKey(ref))
                .toList();
    }

    private CompletableFuture<RolloutEnd> onMarkedHealthy(RolloutResult result, Boolean ours, Throwable problem) {
        if (ApiErrors.isSuperseded(problem) || problem == null && !ours) {
            return superseded();
        }
        if (problem != null) {
            context.warn(null, Messages.Completion_notMarkedHealthy(context.describeFailure(problem)));
        }
        context.revisions()
                .takeUnavailableWarning()
                .ifPresent(why -> context.warn(null, Messages.Completion_notMarkedHealthy(why)));
        return CompletableFuture.completedFuture(
                endWith(Messages.Rollback_succeeded(result.message()), RecoveryOutcome.ROLLED_BACK));
    }

    private CompletableFuture<RolloutEnd> rollbackFailed(RolloutResult result) {
        return CompletableFuture.completedFuture(
                endWith(Messages.Rollback_failed(result.message()), RecoveryOutcome.FAILED));
    }

    /** There is nothing to go back to. */
    private CompletableFuture<RolloutEnd> noHealthyRevision(boolean first) {
        if (!first || context.options().onFailure() != OnFailure.REMOVE) {
            String unkept = context.revisions().unavailable();
            String why = unkept != null ? unkept : Messages.Rollback_noHealthyRevision();
            return CompletableFuture.completedFuture(
                    endWith(first ? why : Messages.Rollback_alreadyHealthyRevision(), RecoveryOutcome.NONE));
        }
        return deleteCreated(createdObjects(ref -> true))
                .thenApplyAsync(this::reportDeleted, context.executor())
                .thenApply(this::removed)
                .exceptionallyCompose(superseded -> superseded());
    }

    private RolloutEnd removed(Pruner.PruneResult deletion) {
        if (!deletion.remaining().isEmpty()) {
            return endWith(Messages.Rollback_notRemoved(deletion.describeRemaining()), RecoveryOutcome.FAILED);
        }
        String names = deletion.deleted().stream().map(ObjectRef::label).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? endWith(Messages.Rollback_nothingCreated(), RecoveryOutcome.NONE)
                : endWith(Messages.Rollback_removed(names), RecoveryOutcome.REMOVED);
    }

    /** What the failed deploy has made that was not there before, and may go. */
    private List<ObjectRef> createdObjects(Predicate<ObjectRef> which) {
        return failed.objects().stream()
                .filter(object -> object.operation() == AppliedObject.Operation.CREATED)
                .map(AppliedObject::ref)
                .filter(ref -> which.test(ref) && !ResourceKinds.holdsData(ref))
                .toList();
    }

    /** @return fails only where the workload is another deploy's by now */
    private CompletableFuture<Pruner.PruneResult> deleteCreated(List<ObjectRef> made) {
        return pruner.findOwned(made)
                .thenCompose(found -> pruner.delete(found, context.activeRevision()::isStillActive))
                .exceptionallyCompose(problem -> {
                    if (ApiErrors.isSuperseded(problem)) {
                        return CompletableFuture.failedFuture(problem);
                    }
                    String why = context.describeFailure(problem);
                    return CompletableFuture.completedFuture(new Pruner.PruneResult(
                            List.of(), made.stream().collect(Collectors.toMap(Function.identity(), ref -> why))));
                });
    }

    private Pruner.PruneResult reportDeleted(Pruner.PruneResult deletion) {
        context.report(deletion, Messages.Rollback_deletedOfFailedDeploy());
        return deletion;
    }

    private RolloutEnd endWith(String message, RecoveryOutcome recovery) {
        return new RolloutEnd(failed.outcome(), Sentences.join(failed.message(), message), recovery);
    }
}
