package io.jenkins.plugins.deployworkload.rollout.prune;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.watch.TrackedObject;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.HashSet;
import java.util.Set;

/**
 * A StatefulSet's controller waits for a broken pod to become ready before it puts back the revision before it, which it
 * never does: such pods are deleted, once the template is the good one again. Not those that would come back as they are,
 * as below a partition, and none where somebody is to delete them by hand.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback">Forced rollback</a>
 */
public final class StuckPodDeleter {

    private final WatchContext context;
    private final WorkloadCache workloadCache;
    private final Pruner pruner;
    private final Set<String> deletedUids = new HashSet<>();

    public StuckPodDeleter(WatchContext context, WorkloadCache cast, Pruner pruning) {
        this.context = context;
        this.workloadCache = cast;
        this.pruner = pruning;
    }

    public void deleteStuckPods(TrackedObject<?> object) {
        if (object.lastSeen() instanceof StatefulSet set) {
            workloadCache.stuckPods(set).stream()
                    .filter(pod -> deletedUids.add(pod.getMetadata().getUid()))
                    .forEach(this::delete);
        }
    }

    private void delete(Pod pod) {
        ObjectRef ref = context.ref(pod);
        pruner.deletePod(pod)
                .whenCompleteAsync(
                        (nothing, problem) -> {
                            if (problem == null) {
                                context.reportDeleted(ref, Messages.StuckPodDeleter_deleted());
                            } else {
                                String why = Messages.StuckPodDeleter_notDeleted(
                                        ref.label(), context.describeFailure(problem));
                                context.state().addBlocker(why);
                                context.warn(ref, why);
                            }
                        },
                        context.executor());
    }
}
