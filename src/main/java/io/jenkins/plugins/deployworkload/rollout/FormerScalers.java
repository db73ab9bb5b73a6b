package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
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
     * Asked after the workload was claimed. What this account may not look at is told of when everything runs, and keeps
     * nothing from being applied.
     *
     * @return those that are there; fails where that cannot be known
     */
    CompletableFuture<List<HasMetadata>> find() {
        List<ObjectRef> former =
                context.undescribed().stream().filter(Kinds::isAutoscaler).toList();
        return pruning.ours(former)
                .thenApplyAsync(found -> found.stream().filter(this::isOne).toList(), context.tasks())
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 403)
                        ? CompletableFuture.completedFuture(List.of())
                        : CompletableFuture.failedFuture(problem));
    }

    /**
     * Deletes them before anything is applied. One that may not be deleted keeps nothing from being applied: that is tried
     * again, and told of, when everything runs.
     *
     * @return fails with {@link Applier.Superseded}, and otherwise never
     */
    CompletableFuture<Void> remove(List<HasMetadata> scalers) {
        context.state().touch();
        return pruning.delete(scalers, context.claim()::stillOurs)
                .thenAcceptAsync(
                        deletion -> {
                            deletion.deleted().forEach(context.state()::deleted);
                            context.removed(deletion.deleted(), Messages.Rollout_pruned());
                        },
                        context.tasks());
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
