package io.jenkins.plugins.deployworkload.rollout.prune;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
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
 * Finds and deletes orphaned autoscalers. Such an autoscaler is no longer in the definition, and the definition now
 * sets the number of replicas itself. The autoscaler would override this number every few seconds.
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
     * Finds the orphaned autoscalers after the activation. A 403 is ignored here and reported when the objects are
     * healthy.
     *
     * @return the orphaned autoscalers that exist; fails with any other error
     */
    public CompletableFuture<List<HasMetadata>> find() {
        List<ObjectRef> candidates = revisions.pruneCandidates(context.state()).stream()
                .filter(ResourceKinds::isAutoscaler)
                .toList();
        return pruner.findOwned(candidates)
                .thenApplyAsync(found -> found.stream().filter(this::isOrphaned).toList(), context.executor())
                .exceptionallyCompose(problem -> ApiErrors.hasCode(problem, 403)
                        ? CompletableFuture.completedFuture(List.of())
                        : CompletableFuture.failedFuture(problem));
    }

    /**
     * Deletes the autoscalers before anything is applied. A failed deletion does not stop the deploy. It is tried again
     * when the objects are healthy, and reported then.
     *
     * @return fails only with {@link SupersededException}
     */
    public CompletableFuture<Void> delete(List<HasMetadata> autoscalers) {
        context.state().markMutated();
        return pruner.delete(autoscalers, () -> VirtualThreads.submit(activeRevision::isStillActive))
                .thenAcceptAsync(
                        deletion -> {
                            deletion.deleted().forEach(context.state()::markDeleted);
                            context.reportDeleted(deletion.deleted(), Pruner.prunedReason());
                        },
                        context.executor());
    }

    /** Whether the object is an autoscaler of an object whose number of replicas is in the definition. */
    public boolean isOrphaned(HasMetadata object) {
        RevisionHistory history = revisions.history();
        return history != null
                && history.latest() != null
                && object instanceof HorizontalPodAutoscaler autoscaler
                && history.latest().fixedReplicas().contains(AutoscalerTakeover.targetLabel(autoscaler));
    }
}
