package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
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
import io.jenkins.plugins.deployworkload.rollout.model.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Undoes a failed deploy: starts a second rollout, which applies the last healthy revision. If no revision was healthy
 * yet and {@link OnFailure#REMOVE} is set, the objects that the deploy has created are deleted instead.
 */
final class Rollback {

    private final RolloutContext context;
    private final RolloutThread thread;
    private final Pruner pruner;
    private final RolloutCheckpoint.FailedDeploy failed;
    private final Consumer<RolloutCheckpoint> saveCheckpoint;

    /** @param saveCheckpoint receives each checkpoint to resume the rollback from, before its event is reported */
    Rollback(
            RolloutContext context,
            RolloutThread thread,
            Pruner pruner,
            RolloutCheckpoint.FailedDeploy failed,
            Consumer<RolloutCheckpoint> saveCheckpoint) {
        this.context = context;
        this.thread = thread;
        this.pruner = pruner;
        this.failed = failed;
        this.saveCheckpoint = saveCheckpoint;
    }

    /**
     * @param isResumed whether an earlier process started this rollback and may already have activated the healthy
     *     revision
     * @return the end of the rollout
     */
    RolloutEnd start(boolean isResumed) {
        try {
            thread.runFinish(context.revisions()::readOnce);
        } catch (RuntimeException problem) {
            // A healthy revision can be found only in the history.
            return endWith(
                    Messages.Rollback_historyUnreadable(context.describeFailure(problem)), RecoveryOutcome.FAILED);
        }
        if (context.abortSignal().isAborted()) {
            return stoppedBeforeStart();
        }
        if (context.revisions().isDeleted()) {
            return endWith(Messages.Rollback_historyDeleted(), RecoveryOutcome.FAILED);
        }
        if (isResumed) {
            context.activeRevision().resumeAs(failed.revision());
        }
        RevisionHistory.Revision healthy = context.revisions().lastHealthy().orElse(null);
        if (healthy == null
                || !isResumed && healthy.id().equals(context.revisions().revisionId())) {
            return noHealthyRevision(healthy == null);
        }
        // An older definition may not match the custom resources of other applications.
        List<HasMetadata> objects = context.revisions().objects(healthy).stream()
                .filter(object -> !CustomResourceDefinitions.isDefinition(context.ref(object)))
                .toList();
        if (objects.isEmpty()) {
            return endWith(Messages.Rollback_onlyJobs(), RecoveryOutcome.NONE);
        }
        return isStillActive() ? activate(healthy, objects) : superseded();
    }

    /** Continues a rollback whose objects another process has applied. */
    RolloutEnd resume(RolloutCheckpoint checkpoint) {
        RolloutCheckpoint rollback = checkpoint.withFailed(null);
        return run(new RolloutState(rollback), rollout -> rollout.resumeAndWait(rollback));
    }

    /**
     * If the history cannot be read now, the rollback continues. The activation fails if another deploy has written the
     * history.
     */
    private boolean isStillActive() {
        try {
            return thread.finish(context.activeRevision()::isStillActive);
        } catch (RuntimeException problem) {
            return true;
        }
    }

    private RolloutEnd superseded() {
        return new RolloutEnd(Outcome.SUPERSEDED, Sentences.join(failed.message(), Messages.Rollback_superseded()));
    }

    private RolloutEnd stoppedBeforeStart() {
        return endWith(Messages.Rollback_stopped(context.abortSignal().reason()), RecoveryOutcome.FAILED);
    }

    /** Saves the checkpoint before it activates the healthy revision, so that a restart can resume the rollback. */
    private RolloutEnd activate(RevisionHistory.Revision healthy, List<HasMetadata> objects) {
        if (context.abortSignal().isAborted()) {
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
        RolloutCheckpoint checkpoint = state.checkpoint(healthy.id()).withFailed(failed);
        saveCheckpoint.accept(checkpoint);
        context.report(new RolloutEvent.RollingBack(
                RolloutEvent.now(),
                Messages.Rollback_starting(Sentences.of(failed.message()), healthy.activatedAt()),
                checkpoint));
        try {
            if (!thread.finish(() -> context.activeRevision().reactivate(healthy))) {
                return superseded();
            }
        } catch (RuntimeException problem) {
            return endWith(context.describeFailure(problem), RecoveryOutcome.FAILED);
        }
        return apply(state, objects);
    }

    /**
     * Deletes the autoscalers that the failed deploy has created, because they would override the number of replicas. A
     * failed deletion is retried when the other created objects are deleted, and is reported then.
     */
    private RolloutEnd apply(RolloutState state, List<HasMetadata> objects) {
        if (context.abortSignal().isAborted()) {
            return stoppedBeforeStart();
        }
        List<ObjectRef> rolledBack = objects.stream().map(context::ref).toList();
        try {
            Pruner.PruneResult deletion =
                    deleteCreated(createdObjects(ref -> ResourceKinds.isAutoscaler(ref) && !rolledBack.contains(ref)));
            context.reportDeleted(deletion.deleted(), Messages.Rollback_deletedOfFailedDeploy());
        } catch (SupersededException e) {
            return superseded();
        }
        return run(state, rollout -> rollout.deploy(objects));
    }

    private RolloutEnd run(RolloutState state, Function<Rollout, RolloutResult> start) {
        return onEnded(start.apply(new Rollout(context.forRollback(state, this::forward), true)));
    }

    /** Reports the events of the rollback as events of the rollout, except for its end. */
    private void forward(RolloutEvent event) {
        switch (event) {
            case RolloutEvent.Ended ended -> {}
            case RolloutEvent.Waiting waiting -> {
                RolloutCheckpoint checkpoint = waiting.checkpoint().withFailed(failed);
                saveCheckpoint.accept(checkpoint);
                context.report(new RolloutEvent.Waiting(waiting.time(), checkpoint));
            }
            default -> context.report(event);
        }
    }

    private RolloutEnd onEnded(RolloutResult result) {
        if (result.outcome() == Outcome.SUPERSEDED && !isStillActive()) {
            return superseded();
        }
        if (result.outcome() != Outcome.SUCCEEDED) {
            return endWith(Messages.Rollback_failed(result.message()), RecoveryOutcome.FAILED);
        }
        List<ObjectRef> rolledBack =
                result.objects().stream().map(AppliedObject::ref).toList();
        List<ObjectRef> created = createdObjects(ref -> !rolledBack.contains(ref));
        try {
            thread.runFinish(context.revisions()::readOnce);
            Pruner.PruneResult deletion = deleteCreated(created);
            context.report(deletion, Messages.Rollback_deletedOfFailedDeploy());
            List<ObjectRef> gone = created.stream()
                    .filter(ref -> !deletion.remaining().containsKey(ref))
                    .toList();
            if (!thread.finish(() -> context.activeRevision().markHealthy(gone, result.objects(), true))) {
                return superseded();
            }
        } catch (SupersededException e) {
            return superseded();
        } catch (RuntimeException problem) {
            context.warn(null, Messages.Completion_notMarkedHealthy(context.describeFailure(problem)));
        }
        context.revisions()
                .takeUnavailableWarning()
                .ifPresent(reason -> context.warn(null, Messages.Completion_notMarkedHealthy(reason)));
        return endWith(Messages.Rollback_succeeded(result.message()), RecoveryOutcome.ROLLED_BACK);
    }

    /** Deletes the created objects if configured, because there is no revision to return to. */
    private RolloutEnd noHealthyRevision(boolean noRevision) {
        if (!noRevision || context.options().onFailure() != OnFailure.REMOVE) {
            String unavailable = context.revisions().unavailable();
            String reason = unavailable != null ? unavailable : Messages.Rollback_noHealthyRevision();
            return endWith(noRevision ? reason : Messages.Rollback_alreadyHealthyRevision(), RecoveryOutcome.NONE);
        }
        Pruner.PruneResult deletion;
        try {
            deletion = deleteCreated(createdObjects(ref -> true));
        } catch (SupersededException e) {
            return superseded();
        }
        context.report(deletion, Messages.Rollback_deletedOfFailedDeploy());
        if (!deletion.remaining().isEmpty()) {
            return endWith(Messages.Rollback_notRemoved(deletion.describeRemaining()), RecoveryOutcome.FAILED);
        }
        String names = deletion.deleted().stream().map(ObjectRef::label).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? endWith(Messages.Rollback_nothingCreated(), RecoveryOutcome.NONE)
                : endWith(Messages.Rollback_removed(names), RecoveryOutcome.REMOVED);
    }

    /** Returns the objects that the failed deploy has created, except objects that hold data. */
    private List<ObjectRef> createdObjects(Predicate<ObjectRef> filter) {
        return failed.objects().stream()
                .filter(object -> object.operation() == AppliedObject.Operation.CREATED)
                .map(AppliedObject::ref)
                .filter(ref -> filter.test(ref) && !ResourceKinds.holdsData(ref))
                .toList();
    }

    /** @throws SupersededException if another deploy has become active; other errors are in the result */
    private Pruner.PruneResult deleteCreated(List<ObjectRef> created) {
        try {
            return thread.finish(() -> pruner.delete(pruner.findOwned(created), context.fence()));
        } catch (SupersededException e) {
            throw e;
        } catch (RuntimeException problem) {
            String reason = context.describeFailure(problem);
            return new Pruner.PruneResult(
                    List.of(), created.stream().collect(Collectors.toMap(Function.identity(), ref -> reason)));
        }
    }

    private RolloutEnd endWith(String message, RecoveryOutcome recovery) {
        return new RolloutEnd(failed.outcome(), Sentences.join(failed.message(), message), recovery);
    }
}
