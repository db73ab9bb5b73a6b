package io.jenkins.plugins.deployworkload.rollout.prune;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.deployworkload.rollout.apply.AutoscalerTakeover;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.revision.ActiveRevision;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Autoscalers of the workload that are no longer described, while the number of replicas is: as long as one is there it sets
 * that number every few seconds, whatever was applied.
 */
public final class OrphanedAutoscalers {

    private final WatchContext context;
    private final RevisionCache revisions;
    private final ActiveRevision activeRevision;
    private final Pruner pruner;

    public OrphanedAutoscalers(
            WatchContext context, RevisionCache revisions, ActiveRevision activeRevision, Pruner pruner) {
        this.context = context;
        this.revisions = revisions;
        this.activeRevision = activeRevision;
        this.pruner = pruner;
    }

    /**
     * Asked after the workload was claimed. What this account may not look at is told of when everything runs, and keeps
     * nothing from being applied.
     *
     * @return those that are there; fails where that cannot be known
     */
    public CompletableFuture<List<HasMetadata>> find() {
        List<ObjectRef> former = revisions.pruneCandidates(context.state()).stream()
                .filter(ResourceKinds::isAutoscaler)
                .toList();
        return pruner.findOwned(former)
                .thenApplyAsync(found -> found.stream().filter(this::isOrphaned).toList(), context.executor())
                .exceptionallyCompose(problem -> ApiErrors.hasCode(problem, 403)
                        ? CompletableFuture.completedFuture(List.of())
                        : CompletableFuture.failedFuture(problem));
    }

    /**
     * Deletes them before anything is applied. One that may not be deleted keeps nothing from being applied: that is tried
     * again, and told of, when everything runs.
     *
     * @return fails with {@link SupersededException}, and otherwise never
     */
    public CompletableFuture<Void> delete(List<HasMetadata> scalers) {
        context.state().markMutated();
        return pruner.delete(scalers, activeRevision::isStillActive)
                .thenAcceptAsync(
                        deletion -> {
                            deletion.deleted().forEach(context.state()::deleted);
                            context.reportDeleted(deletion.deleted(), Pruner.prunedReason());
                        },
                        context.executor());
    }

    /** Whether it is an autoscaler of an object whose number of replicas is described. */
    public boolean isOrphaned(HasMetadata object) {
        RevisionHistory record = revisions.history();
        return record != null
                && record.latest() != null
                && object instanceof HorizontalPodAutoscaler scaler
                && record.latest().objects().stream()
                        .anyMatch(described -> AutoscalerTakeover.describesReplicasOf(described, scaler));
    }
}
