package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.apply.Planner;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.prune.OrphanedAutoscalers;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.revision.ForeignOwnerException;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionDraft;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.revision.WriteFence;
import io.jenkins.plugins.deployworkload.rollout.status.JobStatusReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The steps before the first apply: reading the live state, and activating the revision. Each step returns the end of
 * the rollout if the rollout cannot continue. A step throws the error of a request.
 */
final class Preflight {

    private final RolloutContext context;
    private final RolloutThread thread;
    private final Applier applier;
    private final Pruner pruner;
    private final boolean isRollback;
    private RevisionDraft draft;

    /** @param isRollback whether the rollout is a rollback; its revision is already active */
    Preflight(RolloutContext context, RolloutThread thread, Applier applier, Pruner pruner, boolean isRollback) {
        this.context = context;
        this.thread = thread;
        this.applier = applier;
        this.pruner = pruner;
        this.isRollback = isRollback;
    }

    /**
     * Reads the live state before the activation, so that the applies of this deploy conflict with any later write by
     * another deploy.
     */
    Optional<RolloutEnd> readLiveStates(List<HasMetadata> objects) throws RolloutInterruptedException {
        boolean readAlways = isRollback
                || context.options().dryRun()
                || context.options().expectedPlan() != null
                || context.options().adopt()
                || context.isHistoryUnusable();
        LiveStateReader reader = new LiveStateReader(applier, context, thread);
        if (!readAlways
                && PlanCheck.isExpectedToPass(context, objects)
                && checkOwner(List.of()).isEmpty()) {
            draft(objects).startStoring();
        }
        reader.readAll(objects, readAlways);
        compareHistory(context.liveObjects(objects));
        if (!readAlways && context.isHistoryUnusable()) {
            dropEarlyDraft();
            reader.readAll(objects, true);
            compareHistory(context.liveObjects(objects));
        }
        Optional<RolloutEnd> foreign = isRollback ? Optional.empty() : checkOwner(context.liveObjects(objects));
        if (foreign.isPresent()) {
            return foreign;
        }
        Optional<RolloutEnd> unusable = new RevisionSecrets(context, thread, pruner).refuseRedeploy();
        if (unusable.isPresent()) {
            return unusable;
        }
        // The revision of a rollback is active already, but a newer deploy may have superseded it.
        if (isRollback && !thread.read(context.activeRevision()::isStillActive)) {
            return Optional.of(context.superseded());
        }
        Optional<RolloutEnd> running = runningJobs(objects);
        if (running.isPresent()) {
            return running;
        }
        if (isRollback) {
            return fenceRollback(objects);
        }
        // A dry run reports its own refusals.
        return context.options().dryRun()
                ? Optional.empty()
                : new PlanCheck(context, thread, pruner)
                        .run(objects, () -> draft(objects).startStoring());
    }

    /** The id of the draft begins with a sequence of the history, which is not trusted any more. */
    private void dropEarlyDraft() throws RolloutInterruptedException {
        thread.runRead(this::discardDraft);
        draft = null;
    }

    /** Finds out whether live objects show that the history is not trusted. */
    private void compareHistory(List<HasMetadata> live) throws RolloutInterruptedException {
        if (!live.isEmpty()) {
            thread.runRead(() -> context.revisions().compareWith(live));
        }
    }

    private Optional<RolloutEnd> checkOwner(List<HasMetadata> live) {
        try {
            context.revisions().checkOwner(live);
            return Optional.empty();
        } catch (ForeignOwnerException e) {
            return Optional.of(RolloutEnd.refused(e.getMessage()));
        }
    }

    /** A running Job is not replaced by another one. */
    private Optional<RolloutEnd> runningJobs(List<HasMetadata> objects) {
        List<String> running = objects.stream()
                .filter(object -> object instanceof Job && !context.options().replace() && !isUnchanged(object))
                .map(context::trackedObject)
                .filter(tracked -> tracked.liveState().object() instanceof Job job
                        && !LiveState.isBeingDeleted(job)
                        && JobStatusReader.isRunning(job))
                .map(tracked -> Messages.Preflight_jobRunning(tracked.ref().label()))
                .toList();
        return refusal(running);
    }

    private boolean isUnchanged(HasMetadata object) {
        return new Planner(context.applyContext())
                .isUnchanged(object, context.trackedObject(object).liveState());
    }

    static Optional<RolloutEnd> refusal(List<String> sentences) {
        String message = Sentences.join(sentences);
        return message.isEmpty() ? Optional.empty() : Optional.of(RolloutEnd.refused(message));
    }

    /**
     * Activates the revision. If the workload had another kind before, also deletes the old object, such as a
     * Deployment. Otherwise the old and the new object would both create pods.
     */
    Optional<RolloutEnd> activate(List<HasMetadata> objects) throws RolloutInterruptedException {
        List<ObjectRef> candidates = context.pruneCandidates().stream()
                .filter(former -> objects.stream().anyMatch(object -> ResourceKinds.takesPlaceOf(object, former)))
                .toList();
        List<HasMetadata> found = candidates.isEmpty() ? List.of() : thread.read(() -> pruner.findOwned(candidates));
        compareHistory(found);
        List<HasMetadata> formerControllers = context.revisions().untrusted() == null ? found : List.of();
        if (!formerControllers.isEmpty() && !context.options().replace()) {
            String label = context.ref(formerControllers.getFirst()).label();
            return Optional.of(RolloutEnd.refused(Messages.Preflight_otherKind(label)));
        }
        try {
            if (!write(() -> context.activeRevision().activate(draft(objects)))) {
                return Optional.of(context.superseded());
            }
        } catch (ForeignOwnerException e) {
            return Optional.of(RolloutEnd.refused(e.getMessage()));
        }
        context.reportRevisionWarnings();
        context.revisions()
                .takeUnavailableWarning()
                .ifPresent(reason -> context.warn(null, Messages.Preflight_historyUnavailable(Sentences.of(reason))));
        return prepareCluster(objects, formerControllers);
    }

    private RevisionDraft draft(List<HasMetadata> objects) {
        if (draft == null) {
            boolean runsJob = objects.stream().anyMatch(object -> object instanceof Job && !isUnchanged(object));
            draft = new RevisionDraft(
                    context.revisions(),
                    objects,
                    context.namespace(),
                    runsJob,
                    context.state().parameters().redeploy());
        }
        return draft;
    }

    /** Deletes the revision that was stored for a deploy that ends before its activation. */
    void discardDraft() {
        if (draft != null) {
            draft.discard();
        }
    }

    /** Changes what would disturb the new objects. */
    private Optional<RolloutEnd> prepareCluster(List<HasMetadata> objects, List<HasMetadata> formerControllers)
            throws RolloutInterruptedException {
        try {
            Optional<RolloutEnd> end = formerControllers.isEmpty() ? Optional.empty() : delete(formerControllers);
            if (end.isPresent()) {
                return end;
            }
            if (context.options().prune()) {
                deleteOrphanedAutoscalers();
            }
            fenceWrites(objects);
            return Optional.empty();
        } catch (SupersededException e) {
            return Optional.of(context.superseded());
        }
    }

    /**
     * For a rollback to a revision with another kind, deletes the objects of the new kind that the failed deploy has
     * created. A quota may not have room for the pods of both kinds. Such objects exist only with {@code replace}. Jobs
     * are not deleted, because a rollback does not run Jobs again.
     */
    Optional<RolloutEnd> deleteSuccessors() throws RolloutInterruptedException {
        RevisionHistory history = context.revisions().history();
        if (history == null || !context.options().replace()) {
            return Optional.empty();
        }
        List<ObjectRef> candidates = history.notInLatest().stream()
                .filter(ResourceKinds::createsPods)
                .toList();
        List<HasMetadata> successors = thread.read(() -> pruner.findOwned(candidates));
        if (successors.isEmpty()) {
            return Optional.empty();
        }
        try {
            thread.runRead(context.fence()::check);
            return delete(successors);
        } catch (SupersededException e) {
            return Optional.of(context.superseded());
        }
    }

    private Optional<RolloutEnd> delete(List<HasMetadata> formerControllers) throws RolloutInterruptedException {
        context.state().markMutated();
        Pruner.PruneResult deletion = write(() -> pruner.deleteAndAwait(
                formerControllers, context.fence(), ref -> context.mailbox().execute(() -> reportDeleting(ref))));
        if (!deletion.remaining().isEmpty()) {
            return Optional.of(
                    RolloutEnd.refused(Messages.Preflight_otherKindNotDeleted(deletion.describeRemaining())));
        }
        // The deletion can take long, and another deploy may have become active in the meantime.
        thread.runRead(context.fence()::check);
        return Optional.empty();
    }

    private void reportDeleting(ObjectRef ref) {
        context.state().markDeleted(ref);
        context.reportDeleted(ref, Messages.Preflight_deletedOtherKind());
    }

    /**
     * Deletes the orphaned autoscalers. A failed deletion does not stop the deploy. It is tried again when the objects are
     * healthy, and reported then.
     */
    private void deleteOrphanedAutoscalers() throws RolloutInterruptedException {
        OrphanedAutoscalers autoscalers = new OrphanedAutoscalers(context, context.revisions(), pruner);
        List<ObjectRef> candidates = autoscalers.candidates();
        List<HasMetadata> found = candidates.isEmpty() ? List.of() : thread.read(() -> autoscalers.find(candidates));
        if (found.isEmpty()) {
            return;
        }
        context.state().markMutated();
        Pruner.PruneResult deletion = write(() -> {
            Pruner.PruneResult deleted = pruner.delete(found, context.fence());
            context.mailbox().execute(() -> deleted.deleted().forEach(context.state()::markDeleted));
            return deleted;
        });
        context.reportDeleted(deletion.deleted(), Pruner.prunedReason());
    }

    private Optional<RolloutEnd> fenceRollback(List<HasMetadata> objects) throws RolloutInterruptedException {
        try {
            fenceWrites(objects);
            return Optional.empty();
        } catch (SupersededException e) {
            return Optional.of(context.superseded());
        }
    }

    /** Makes the in-flight writes of an older deploy fail, so that they cannot change an unchanged object later. */
    private void fenceWrites(List<HasMetadata> objects) throws RolloutInterruptedException {
        WriteFence fence = new WriteFence(context, context.revisions(), context.activeRevision(), context.fence());
        Map<HasMetadata, LiveState> liveStates = context.liveStates(objects);
        if (fence.isNeeded(liveStates)) {
            write(() -> fence.fence(liveStates))
                    .forEach((ref, liveState) -> context.state().get(ref).liveState(liveState));
        }
    }

    private <T> T write(Supplier<T> task) throws RolloutInterruptedException {
        return thread.write(task, () -> {
            applier.stop();
            pruner.stop();
        });
    }
}
