package io.jenkins.plugins.deployworkload.rollout.prune;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.deployworkload.rollout.apply.AutoscalerTakeover;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.List;

/**
 * Finds and deletes orphaned autoscalers. Such an autoscaler is no longer in the definition, and the definition now
 * sets the number of replicas itself. The autoscaler would override this number every few seconds.
 */
public final class OrphanedAutoscalers {

    private final WatchContext context;
    private final RevisionCache revisions;
    private final Pruner pruner;

    public OrphanedAutoscalers(WatchContext context, RevisionCache revisions, Pruner pruner) {
        this.context = context;
        this.revisions = revisions;
        this.pruner = pruner;
    }

    /** The autoscalers that an earlier deploy has applied and that are no longer in the definition. */
    public List<ObjectRef> candidates() {
        return revisions.pruneCandidates(context.state()).stream()
                .filter(ResourceKinds::isAutoscaler)
                .toList();
    }

    /**
     * Finds the orphaned autoscalers after the activation. A 403 is ignored here and reported when the objects are
     * healthy.
     *
     * @param candidates see {@link #candidates}
     * @return the orphaned autoscalers that exist
     * @throws RuntimeException any other error of a request
     */
    public List<HasMetadata> find(List<ObjectRef> candidates) {
        try {
            return pruner.findOwned(candidates).stream()
                    .filter(this::isOrphaned)
                    .toList();
        } catch (RuntimeException problem) {
            if (ApiErrors.hasCode(problem, 403)) {
                return List.of();
            }
            throw problem;
        }
    }

    /** Whether the object is an autoscaler of an object whose number of replicas is in the definition. */
    public boolean isOrphaned(HasMetadata object) {
        RevisionHistory history = revisions.history();
        return history != null
                && history.latest() != null
                && object instanceof HorizontalPodAutoscaler autoscaler
                && history.latest()
                        .fixedReplicas()
                        .contains(AutoscalerTakeover.targetLabel(autoscaler, context.namespace()));
    }
}
