package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
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

/** Everything runs: what is no longer described goes, if asked, and that it runs is noted for later. */
final class Completion {

    private final RolloutContext context;
    private final Pruner pruner;

    Completion(RolloutContext context, Pruner pruning) {
        this.context = context;
        this.pruner = pruning;
    }

    /**
     * @param late whether time has passed since the workload was claimed
     * @return how the rollout ends; completes normally
     */
    CompletableFuture<RolloutEnd> complete(String message, boolean late) {
        return context.revisions()
                .readOnce()
                .handleAsync(
                        (known, problem) ->
                                problem == null ? prune(message, late) : historyUnreadable(message, problem),
                        context.executor())
                .thenCompose(end -> end);
    }

    private CompletableFuture<RolloutEnd> prune(String message, boolean late) {
        List<ObjectRef> former = context.pruneCandidates();
        return pruner.findOwned(former)
                .handleAsync(
                        (found, problem) -> {
                            if (problem == null) {
                                return prune(former, found);
                            }
                            String names = former.stream().map(ObjectRef::label).collect(Collectors.joining(", "));
                            context.warn(null, Messages.Completion_notChecked(names, context.describeFailure(problem)));
                            return CompletableFuture.completedFuture(List.<ObjectRef>of());
                        },
                        context.executor())
                .thenCompose(gone -> gone)
                .thenCompose(gone -> context.activeRevision()
                        .markHealthy(gone, context.state().applied(), late))
                .handleAsync((ours, problem) -> toEnd(message, ours, problem), context.executor());
    }

    /** It may hold what is to be pruned, and whose the workload is by now. */
    private CompletableFuture<RolloutEnd> historyUnreadable(String message, Throwable problem) {
        warnHistoryUnknown(context.describeFailure(problem));
        return CompletableFuture.completedFuture(new RolloutEnd(Outcome.SUCCEEDED, message));
    }

    /** @param why nothing is known of what was kept */
    private void warnHistoryUnknown(String why) {
        context.warn(null, Messages.Completion_notMarkedHealthy(why));
        if (context.options().prune()) {
            context.warn(null, Messages.Completion_pruneImpossible());
        }
    }

    /**
     * What goes is deleted before that it runs is noted: as long as that is not noted, a newer deploy makes sure that
     * nothing which is still on its way holds for what it has.
     *
     * @return what is gone of what was no longer described
     */
    private CompletableFuture<List<ObjectRef>> prune(List<ObjectRef> former, List<HasMetadata> found) {
        boolean prune = context.options().prune();
        String left = found.stream()
                .map(context::ref)
                .filter(ref -> !prune || ResourceKinds.holdsData(ref))
                .map(ObjectRef::label)
                .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            context.warn(null, prune ? Messages.Completion_keptData(left) : Messages.Completion_notPruned(left));
        }
        Set<ObjectRef> present = found.stream().map(context::ref).collect(Collectors.toSet());
        return pruner.delete(prune ? found : List.of(), context.activeRevision()::isStillActive)
                .thenApplyAsync(
                        deletion -> {
                            context.report(deletion, Pruner.prunedReason());
                            warnOrphanedAutoscalers(found, deletion.deleted());
                            return former.stream()
                                    .filter(ref -> !present.contains(ref)
                                            || deletion.deleted().contains(ref))
                                    .toList();
                        },
                        context.executor());
    }

    /** Whether they were not to be deleted, or could not be. */
    private void warnOrphanedAutoscalers(List<HasMetadata> found, List<ObjectRef> deleted) {
        OrphanedAutoscalers scalers =
                new OrphanedAutoscalers(context, context.revisions(), context.activeRevision(), pruner);
        found.stream()
                .filter(scalers::isOrphaned)
                .map(context::ref)
                .filter(ref -> !deleted.contains(ref))
                .forEach(ref -> context.warn(ref, Messages.Completion_orphanedAutoscaler(ref.label())));
    }

    private RolloutEnd toEnd(String message, Boolean ours, Throwable problem) {
        if (ApiErrors.isSuperseded(problem) || problem == null && !ours) {
            return RolloutEnd.superseded();
        }
        if (problem != null) {
            context.warn(null, Messages.Completion_notMarkedHealthy(context.describeFailure(problem)));
        }
        context.revisions()
                .takeUnavailableWarning()
                .ifPresent(why -> context.warn(null, Messages.Completion_notMarkedHealthy(why)));
        if (context.revisions().isDeleted()) {
            warnHistoryUnknown(Messages.Completion_historyDeleted());
        }
        return new RolloutEnd(Outcome.SUCCEEDED, message);
    }
}
