package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Autoscalers of the workload that are no longer described, while the number of replicas is: as long as one is there it sets
 * that number every few seconds, whatever was applied.
 */
final class FormerScalers {

    private final RolloutContext context;
    private final Pruning pruning;

    FormerScalers(RolloutContext context, Pruning pruning) {
        this.context = context;
        this.pruning = pruning;
    }

    /**
     * Deletes them after the workload was claimed, and before anything is applied. One that may not be deleted is told, and
     * nothing else is kept from being applied for that.
     *
     * @return how the rollout is to end, where the workload is another deploy's by now; completes normally
     */
    CompletableFuture<Optional<Ending>> remove() {
        List<ObjectRef> former =
                context.undescribed().stream().filter(Kinds::isAutoscaler).toList();
        return former.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : pruning.ours(former)
                        .thenComposeAsync(this::remove, context.tasks())
                        .handleAsync((nothing, problem) -> ending(problem), context.tasks());
    }

    private CompletableFuture<Void> remove(List<HasMetadata> found) {
        List<HasMetadata> scalers = found.stream().filter(this::isOne).toList();
        if (scalers.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        context.state().touch();
        return pruning.delete(scalers, context.claim()::stillOurs)
                .thenAcceptAsync(
                        deletion -> {
                            deletion.deleted().forEach(context.state()::deleted);
                            context.tell(deletion, Messages.Rollout_pruned());
                        },
                        context.tasks());
    }

    /** What cannot be looked at now is looked at, and told of, when everything runs. */
    private static Optional<Ending> ending(Throwable problem) {
        return Refusals.isSuperseded(problem) ? Optional.of(Ending.lost()) : Optional.empty();
    }

    /** Whether it is an autoscaler of an object whose number of replicas is described. */
    boolean isOne(HasMetadata object) {
        WorkloadRecord record = context.ledger().record();
        return record != null
                && record.intent() != null
                && object instanceof HorizontalPodAutoscaler scaler
                && record.intent().objects().stream().anyMatch(described -> HandOver.sets(described, scaler));
    }
}
