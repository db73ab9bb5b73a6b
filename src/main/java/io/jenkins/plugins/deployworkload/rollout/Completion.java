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

    /** @return how the rollout ends; completes normally */
    CompletableFuture<Ending> complete(String message) {
        List<ObjectRef> former = context.undescribed();
        return pruning.ours(former)
                .handleAsync(
                        (found, problem) -> {
                            if (problem == null) {
                                return prune(former, found);
                            }
                            String names = former.stream().map(ObjectRef::label).collect(Collectors.joining(", "));
                            context.warn(null, Messages.Rollout_unlooked(names, context.why(problem)));
                            return prune(List.of(), List.of());
                        },
                        context.tasks())
                .thenCompose(gone -> gone)
                .thenCompose(gone -> context.ledger().good(gone, context.state().applied()))
                .handleAsync((ours, problem) -> ending(message, ours, problem), context.tasks());
    }

    /** @return what is gone of what was no longer described */
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
        return pruning.delete(prune ? found : List.of())
                .thenApplyAsync(
                        deletion -> {
                            context.tell(deletion, Messages.Rollout_pruned());
                            return former.stream()
                                    .filter(ref -> !present.contains(ref)
                                            || deletion.deleted().contains(ref))
                                    .toList();
                        },
                        context.tasks());
    }

    private Ending ending(String message, Boolean ours, Throwable problem) {
        if (problem != null) {
            context.warn(null, Messages.Rollout_notNoted(context.why(problem)));
        } else if (!ours) {
            return Ending.lost();
        }
        return new Ending(Outcome.SUCCEEDED, message);
    }
}
