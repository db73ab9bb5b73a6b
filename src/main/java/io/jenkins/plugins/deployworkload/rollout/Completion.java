package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.prune.OrphanedAutoscalers;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Finishes a rollout whose objects are healthy: prunes if configured, then marks the revision as healthy. */
final class Completion {

    private final RolloutContext context;
    private final Pruner pruner;

    Completion(RolloutContext context, Pruner pruner) {
        this.context = context;
        this.pruner = pruner;
    }

    /**
     * @param hasWaited whether time has passed since the revision was activated
     * @return how the rollout ends; completes normally
     */
    CompletableFuture<RolloutEnd> complete(String message, boolean hasWaited) {
        return RolloutContext.async(context.revisions()::readOnce)
                .handleAsync(
                        (done, problem) ->
                                problem == null ? prune(message, hasWaited) : historyUnreadable(message, problem),
                        context.executor())
                .thenCompose(end -> end);
    }

    private CompletableFuture<RolloutEnd> prune(String message, boolean hasWaited) {
        List<ObjectRef> candidates = context.pruneCandidates();
        return pruner.findOwned(candidates)
                .handleAsync(
                        (found, problem) -> {
                            if (problem == null) {
                                return prune(candidates, found);
                            }
                            String names =
                                    candidates.stream().map(ObjectRef::label).collect(Collectors.joining(", "));
                            context.warn(null, Messages.Completion_notChecked(names, context.describeFailure(problem)));
                            return CompletableFuture.completedFuture(List.<ObjectRef>of());
                        },
                        context.executor())
                .thenCompose(deleted -> deleted)
                .thenCompose(deleted -> VirtualThreads.submit(() -> context.activeRevision()
                        .markHealthy(deleted, context.state().applied(), hasWaited)))
                .handleAsync((active, problem) -> toEnd(message, active, problem), context.executor());
    }

    /** Finishes without pruning, because the prune candidates are known only from the history. */
    private CompletableFuture<RolloutEnd> historyUnreadable(String message, Throwable problem) {
        warnHistoryUnknown(context.describeFailure(problem));
        return CompletableFuture.completedFuture(new RolloutEnd(Outcome.SUCCEEDED, message));
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
     */
    private CompletableFuture<List<ObjectRef>> prune(List<ObjectRef> candidates, List<HasMetadata> found) {
        boolean prune = context.options().prune();
        String remaining = found.stream()
                .map(context::ref)
                .filter(ref -> !prune || ResourceKinds.holdsData(ref))
                .map(ObjectRef::label)
                .collect(Collectors.joining(", "));
        if (!remaining.isEmpty()) {
            context.warn(
                    null, prune ? Messages.Completion_keptData(remaining) : Messages.Completion_notPruned(remaining));
        }
        Set<ObjectRef> present = found.stream().map(context::ref).collect(Collectors.toSet());
        return pruner.delete(prune ? found : List.of(), context::isStillActive)
                .thenApplyAsync(
                        deletion -> {
                            context.report(deletion, Pruner.prunedReason());
                            warnOrphanedAutoscalers(found, deletion.deleted());
                            return candidates.stream()
                                    .filter(ref -> !present.contains(ref)
                                            || deletion.deleted().contains(ref))
                                    .toList();
                        },
                        context.executor());
    }

    /** Warns about each orphaned autoscaler that was not deleted. Either pruning is off, or the deletion failed. */
    private void warnOrphanedAutoscalers(List<HasMetadata> found, List<ObjectRef> deleted) {
        OrphanedAutoscalers autoscalers =
                new OrphanedAutoscalers(context, context.revisions(), context.activeRevision(), pruner);
        found.stream()
                .filter(autoscalers::isOrphaned)
                .map(context::ref)
                .filter(ref -> !deleted.contains(ref))
                .forEach(ref -> context.warn(ref, Messages.Completion_orphanedAutoscaler(ref.label())));
    }

    private RolloutEnd toEnd(String message, Boolean active, Throwable problem) {
        if (ApiErrors.isSuperseded(problem) || problem == null && !active) {
            return RolloutEnd.superseded();
        }
        if (problem != null) {
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
}
