package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.prune.OrphanedAutoscalers;
import io.jenkins.plugins.deployworkload.rollout.prune.PruneSelection;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.watch.FinishedHooks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finishes a rollout whose objects are healthy: prunes if configured, then marks the revision as healthy. */
final class Completion {

    private final RolloutContext context;
    private final RolloutThread thread;
    private final Pruner pruner;

    Completion(RolloutContext context, RolloutThread thread, Pruner pruner) {
        this.context = context;
        this.thread = thread;
        this.pruner = pruner;
    }

    /**
     * @param hasWaited whether time has passed since the revision was activated
     * @return how the rollout ends
     */
    RolloutEnd complete(String message, boolean hasWaited) {
        Optional<String> refusal = context.policy().reason();
        if (refusal.isPresent()) {
            context.warn(null, Messages.Completion_notAllowed(refusal.get()));
            return new RolloutEnd(Outcome.SUCCEEDED, message);
        }
        try {
            // Each request and each task on another thread delays the verdict.
            if (context.revisions().history() == null) {
                thread.runFinish(context.revisions()::readOnce);
            }
        } catch (RuntimeException problem) {
            // The prune candidates are known only from the history.
            warnHistoryUnknown(context.describeFailure(problem));
            return new RolloutEnd(Outcome.SUCCEEDED, message);
        }
        try {
            List<ObjectRef> gone = Stream.concat(prune().stream(), deleteFinishedHooks().stream())
                    .toList();
            List<AppliedObject> applied = context.state().applied();
            if (!thread.finish(() -> context.activeRevision().markHealthy(gone, applied, hasWaited))) {
                return context.superseded();
            }
        } catch (SupersededException e) {
            return context.superseded();
        } catch (RuntimeException problem) {
            context.warn(null, Messages.Completion_notMarkedHealthy(context.describeFailure(problem)));
        }
        context.revisions()
                .takeUnavailableWarning()
                .ifPresent(reason -> context.warn(null, Messages.Completion_notMarkedHealthy(reason)));
        if (context.revisions().isForgotten()) {
            warnHistoryUnknown(Messages.Completion_historyDeleted());
        }
        return new RolloutEnd(Outcome.SUCCEEDED, message);
    }

    /** @param reason why the revision history is not known */
    private void warnHistoryUnknown(String reason) {
        context.warn(null, Messages.Completion_notMarkedHealthy(reason));
        if (context.options().prune()) {
            context.warn(null, Messages.Completion_pruneImpossible());
        }
    }

    /**
     * Runs before the revision is marked as healthy. After the mark, a newer deploy no longer fences the in-flight
     * writes of this deploy.
     *
     * @return the prune candidates that are no longer in the cluster
     * @throws SupersededException if another deploy is active
     */
    private List<ObjectRef> prune() {
        List<ObjectRef> candidates = context.pruneCandidates();
        if (candidates.isEmpty()) {
            return List.of();
        }
        List<HasMetadata> found;
        try {
            found = thread.finish(() -> pruner.findOwned(candidates));
        } catch (RuntimeException problem) {
            String names = candidates.stream().map(ObjectRef::label).collect(Collectors.joining(", "));
            context.warn(null, Messages.Completion_notChecked(names, context.describeFailure(problem)));
            return List.of();
        }
        PruneSelection selection = context.pruneSelection();
        warnKept(found.stream().filter(object -> !selection.isKept(object)).toList());
        found.forEach(object -> selection
                .policyRefusal(object)
                .ifPresent(reason -> context.warn(context.ref(object), Messages.Completion_keptNotAllowed(reason))));
        List<HasMetadata> toDelete = found.stream().filter(selection::deletes).toList();
        Pruner.PruneResult deletion = thread.finish(() -> pruner.prune(toDelete, context.fence()));
        context.report(deletion, Pruner.prunedReason());
        warnOrphanedAutoscalers(found, deletion.deleted());
        Set<ObjectRef> present = found.stream().map(context::ref).collect(Collectors.toSet());
        return candidates.stream()
                .filter(ref -> !present.contains(ref) || deletion.deleted().contains(ref))
                .toList();
    }

    /**
     * Deletes the hooks whose annotations ask for it.
     *
     * @return the deleted hooks
     * @throws SupersededException if another deploy is active; other errors are reported
     */
    List<ObjectRef> deleteFinishedHooks() {
        List<ObjectRef> hooks = FinishedHooks.toDelete(context.state());
        if (hooks.isEmpty()) {
            return List.of();
        }
        try {
            Pruner.PruneResult deletion = thread.finish(() -> pruner.delete(pruner.findOwned(hooks), context.fence()));
            context.report(deletion, Messages.Completion_hookDeleted());
            return deletion.deleted();
        } catch (SupersededException e) {
            throw e;
        } catch (RuntimeException problem) {
            String names = hooks.stream().map(ObjectRef::label).collect(Collectors.joining(", "));
            context.warn(null, Messages.Completion_hookNotDeleted(names, context.describeFailure(problem)));
            return List.of();
        }
    }

    private void warnKept(List<HasMetadata> found) {
        boolean prune = context.options().prune();
        String kept = found.stream()
                .map(context::ref)
                .filter(ref -> !prune || !context.options().mayDelete(ref))
                .map(ObjectRef::label)
                .collect(Collectors.joining(", "));
        if (!kept.isEmpty()) {
            context.warn(null, prune ? Messages.Completion_keptData(kept) : Messages.Completion_notPruned(kept));
        }
    }

    /** Warns about each orphaned autoscaler that was not deleted. Either pruning is off, or the deletion failed. */
    private void warnOrphanedAutoscalers(List<HasMetadata> found, List<ObjectRef> deleted) {
        OrphanedAutoscalers autoscalers = new OrphanedAutoscalers(context, context.revisions(), pruner);
        found.stream()
                .filter(autoscalers::isOrphaned)
                .map(context::ref)
                .filter(ref -> !deleted.contains(ref))
                .forEach(ref -> context.warn(ref, Messages.Completion_orphanedAutoscaler(ref.label())));
    }
}
