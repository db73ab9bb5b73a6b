package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Everything runs: what is no longer described goes, if asked, and that it runs is noted for later. */
final class Completion {

    private final RolloutContext context;
    private final Pruning pruning;

    Completion(RolloutContext context, Pruning pruning) {
        this.context = context;
        this.pruning = pruning;
    }

    /**
     * @param late whether time has passed since the workload was claimed
     * @return how the rollout ends; completes normally
     */
    CompletableFuture<Ending> complete(String message, boolean late) {
        return context.ledger()
                .known()
                .handleAsync(
                        (known, problem) -> problem == null ? prune(message, late) : unread(message, problem),
                        context.tasks())
                .thenCompose(end -> end);
    }

    private CompletableFuture<Ending> prune(String message, boolean late) {
        List<ObjectRef> former = context.undescribed();
        return pruning.ours(former)
                .handleAsync(
                        (found, problem) -> {
                            if (problem == null) {
                                return prune(former, found);
                            }
                            String names = former.stream().map(ObjectRef::label).collect(Collectors.joining(", "));
                            context.warn(null, Messages.Rollout_unlooked(names, context.why(problem)));
                            return CompletableFuture.completedFuture(List.<ObjectRef>of());
                        },
                        context.tasks())
                .thenCompose(gone -> gone)
                .thenCompose(gone -> context.claim().good(gone, context.state().applied(), late))
                .handleAsync((ours, problem) -> ending(message, ours, problem), context.tasks());
    }

    /** It may hold what is to be pruned, and whose the workload is by now. */
    private CompletableFuture<Ending> unread(String message, Throwable problem) {
        tellUnknown(context.why(problem));
        return CompletableFuture.completedFuture(new Ending(Outcome.SUCCEEDED, message));
    }

    /** @param why nothing is known of what was kept */
    private void tellUnknown(String why) {
        context.warn(null, Messages.Rollout_notNoted(why));
        if (context.options().prune()) {
            context.warn(null, Messages.Rollout_notPruned());
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
                .filter(ref -> !prune || Kinds.holdsData(ref))
                .map(ObjectRef::label)
                .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            context.warn(null, prune ? Messages.Rollout_leftData(left) : Messages.Rollout_left(left));
        }
        Set<ObjectRef> present = found.stream().map(context::ref).collect(Collectors.toSet());
        return pruning.delete(prune ? found : List.of(), context.claim()::stillOurs)
                .thenApplyAsync(
                        deletion -> {
                            context.tell(deletion, Messages.Rollout_pruned());
                            tellScalers(found, deletion.deleted());
                            return former.stream()
                                    .filter(ref -> !present.contains(ref)
                                            || deletion.deleted().contains(ref))
                                    .toList();
                        },
                        context.tasks());
    }

    /** Whether they were not to be deleted, or could not be. */
    private void tellScalers(List<HasMetadata> found, List<ObjectRef> deleted) {
        FormerScalers scalers = new FormerScalers(context, pruning);
        found.stream()
                .filter(scalers::isOne)
                .map(context::ref)
                .filter(ref -> !deleted.contains(ref))
                .forEach(ref -> context.warn(ref, Messages.Rollout_stillScales(ref.label())));
    }

    private Ending ending(String message, Boolean ours, Throwable problem) {
        if (Refusals.isSuperseded(problem) || problem == null && !ours) {
            return Ending.lost();
        }
        if (problem != null) {
            context.warn(null, Messages.Rollout_notNoted(context.why(problem)));
        }
        context.ledger().untold().ifPresent(why -> context.warn(null, Messages.Rollout_notNoted(why)));
        if (context.ledger().isGone()) {
            tellUnknown(Messages.Record_gone());
        }
        return new Ending(Outcome.SUCCEEDED, message);
    }
}
