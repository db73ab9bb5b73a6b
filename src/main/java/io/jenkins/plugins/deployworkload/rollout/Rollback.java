package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
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
import io.jenkins.plugins.deployworkload.rollout.revision.ForeignOwnerException;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionContent;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.revision.UnusableRevisionException;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Undoes a failed deploy: starts a second rollout, which applies the last healthy revision. If no revision was healthy
 * yet and {@link OnFailure#REMOVE} is set, the objects that the deploy has created are deleted instead.
 */
final class Rollback {

    private final RolloutContext context;
    private final RolloutThread thread;
    private final CreatedObjects created;
    private final RevisionSecrets secrets;
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
        this.created = new CreatedObjects(context, thread, pruner, failed);
        this.secrets = new RevisionSecrets(context, thread, pruner);
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
            return noHealthyRevision(healthy == null, isResumed);
        }
        RevisionContent content;
        try {
            content = thread.finish(() -> context.revisions().load(healthy));
        } catch (UnusableRevisionException e) {
            return endWith(Messages.Rollback_revisionUnusable(Sentences.of(e.getMessage())), RecoveryOutcome.FAILED);
        } catch (RuntimeException problem) {
            return endWith(
                    Messages.Rollback_revisionUnusable(context.describeFailure(problem)), RecoveryOutcome.FAILED);
        }
        List<HasMetadata> objects = content.objectsToApply();
        if (objects.isEmpty()) {
            return endWith(Messages.Rollback_onlyJobs(), RecoveryOutcome.NONE);
        }
        Optional<String> refusal = context.policy().reason(objects);
        if (refusal.isPresent()) {
            return endWith(Messages.Rollback_notAllowed(refusal.get()), RecoveryOutcome.FAILED);
        }
        Optional<String> missing = secrets.missing(healthy);
        if (missing.isPresent()) {
            return endWith(Messages.Rollback_revisionUnusable(missing.get()), RecoveryOutcome.FAILED);
        }
        return isStillActive() ? activate(content) : superseded();
    }

    /** Continues a rollback whose objects another process has applied. */
    RolloutEnd resume(RolloutCheckpoint checkpoint) {
        RolloutCheckpoint rollback = checkpoint.withFailed(null);
        return run(new RolloutState(rollback, List.of()), rollout -> rollout.resumeAndWait(rollback, List.of()));
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
        String reason = context.revisions()
                .supersededBy()
                .map(Messages::Rollback_supersededBy)
                .orElseGet(Messages::Rollback_superseded);
        return new RolloutEnd(Outcome.SUPERSEDED, Sentences.join(failed.message(), reason));
    }

    private RolloutEnd stoppedBeforeStart() {
        return endWith(Messages.Rollback_stopped(context.abortSignal().reason()), RecoveryOutcome.FAILED);
    }

    /** Saves the checkpoint before it activates the healthy revision, so that a restart can resume the rollback. */
    private RolloutEnd activate(RevisionContent content) {
        List<HasMetadata> objects = content.objectsToApply();
        if (context.abortSignal().isAborted()) {
            return stoppedBeforeStart();
        }
        Instant start = RolloutEvent.now();
        RolloutParameters parameters = context.state().parameters();
        RolloutState state = new RolloutState(
                new RolloutParameters(
                        parameters.namespace(),
                        parameters.workload(),
                        start,
                        start.plusSeconds(Math.max(1, parameters.seconds())),
                        parameters.options().withOnFailure(OnFailure.KEEP),
                        parameters.deployer()),
                objects);
        RolloutCheckpoint checkpoint = state.checkpoint(content.revision().id()).withFailed(failed);
        saveCheckpoint.accept(checkpoint);
        context.report(new RolloutEvent.RollingBack(
                RolloutEvent.now(),
                Messages.Rollback_starting(
                        Sentences.of(failed.message()), content.revision().activatedAt()),
                checkpoint));
        try {
            if (!thread.finish(() -> context.activeRevision().reactivate(content))) {
                return superseded();
            }
        } catch (ForeignOwnerException e) {
            return endWith(e.getMessage(), RecoveryOutcome.FAILED);
        } catch (RuntimeException problem) {
            return endWith(Messages.Rollback_failed(context.describeFailure(problem)), RecoveryOutcome.FAILED);
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
                    created.delete(created.find(ref -> ResourceKinds.isAutoscaler(ref) && !rolledBack.contains(ref)));
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
        Optional<String> refusal = context.policy().reason(List.of());
        if (refusal.isPresent()) {
            context.warn(null, Messages.Completion_notAllowed(refusal.get()));
            return rolledBack(result);
        }
        try {
            thread.runFinish(context.revisions()::readOnce);
            List<ObjectRef> gone = deleteLeftOver(result);
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
        return rolledBack(result);
    }

    private RolloutEnd rolledBack(RolloutResult result) {
        return new RolloutEndFactory(context.state())
                .rolledBack(failed, result, context.revisions().lastHealthy());
    }

    /** @return the objects of the failed deploy that are no longer in the cluster */
    private List<ObjectRef> deleteLeftOver(RolloutResult result) {
        Set<String> kept = new HashSet<>(context.revisions().secretsOfLatest());
        Set<String> notRolledBack = secrets.notRolledBack(kept);
        if (!notRolledBack.isEmpty()) {
            context.warn(null, Messages.Rollback_secretsKept(String.join(", ", notRolledBack)));
        }
        result.objects().forEach(object -> kept.add(object.ref().label()));
        List<ObjectRef> leftOver = created.find(ref -> !kept.contains(ref.label()));
        Pruner.PruneResult deletion = created.delete(leftOver);
        context.report(deletion, Messages.Rollback_deletedOfFailedDeploy());
        return leftOver.stream()
                .filter(ref -> !deletion.remaining().containsKey(ref))
                .toList();
    }

    /** Deletes the created objects if configured, because there is no revision to return to. */
    private RolloutEnd noHealthyRevision(boolean noRevision, boolean isResumed) {
        String discarded = context.revisions().discarded();
        if (noRevision && discarded != null) {
            return endWith(Messages.Rollback_historyUntrusted(discarded), RecoveryOutcome.NONE);
        }
        if (!noRevision || context.options().onFailure() != OnFailure.REMOVE) {
            String unavailable = context.revisions().unavailable();
            String reason = unavailable != null
                    ? Messages.Rollback_historyUntrusted(Sentences.of(unavailable))
                    : Messages.Rollback_noHealthyRevision();
            return endWith(noRevision ? reason : Messages.Rollback_alreadyHealthyRevision(), RecoveryOutcome.NONE);
        }
        return new Removal(context, created, failed, saveCheckpoint)
                .run(isResumed)
                .orElseGet(this::superseded);
    }

    private RolloutEnd endWith(String message, RecoveryOutcome recovery) {
        return end(failed, message, recovery);
    }

    /** The end of a failed deploy, with a sentence about what was done about it. */
    static RolloutEnd end(RolloutCheckpoint.FailedDeploy failed, String message, RecoveryOutcome recovery) {
        return new RolloutEnd(failed.outcome(), Sentences.join(failed.message(), message), recovery);
    }
}
