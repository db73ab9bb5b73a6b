package io.jenkins.plugins.deployworkload.rollout.prune;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy.NotAllowedException;
import io.jenkins.plugins.deployworkload.rollout.watch.TrackedObject;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.HashSet;
import java.util.Set;

/**
 * Deletes stuck pods during the rollback of a StatefulSet. The StatefulSet controller waits until a broken pod becomes
 * ready before it replaces the pod. Therefore broken pods are deleted after the healthy pod template has been restored.
 * Two sorts of pods are not deleted: pods that would come back unchanged, such as pods below the partition, and pods
 * with the update strategy OnDelete.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback">Forced
 *     rollback</a>
 */
public final class StuckPodDeleter {

    private final WatchContext context;
    private final WorkloadCache workloadCache;
    private final Pruner pruner;
    private final Runnable requireWritable;
    private final Set<String> deletedUids = new HashSet<>();

    /**
     * @param requireWritable throws a {@link NotAllowedException} if the policy of the rollout does not allow a deletion;
     *     runs before each attempt of each deletion
     */
    public StuckPodDeleter(WatchContext context, WorkloadCache workloadCache, Pruner pruner, Runnable requireWritable) {
        this.context = context;
        this.workloadCache = workloadCache;
        this.pruner = pruner;
        this.requireWritable = requireWritable;
    }

    public void deleteStuckPods(TrackedObject<?> object) {
        if (object.lastSeen() instanceof StatefulSet set) {
            workloadCache.stuckPods(set).stream()
                    .filter(pod -> !deletedUids.contains(pod.getMetadata().getUid()) && mayWrite())
                    .filter(pod -> deletedUids.add(pod.getMetadata().getUid()))
                    .forEach(this::delete);
        }
    }

    private boolean mayWrite() {
        try {
            requireWritable.run();
            return true;
        } catch (NotAllowedException e) {
            return false;
        }
    }

    /** Deletes the pod on another thread, because the caller is the thread of the rollout. */
    private void delete(Pod pod) {
        ObjectRef ref = context.ref(pod);
        VirtualThreads.start(() -> {
            try {
                pruner.deletePod(pod, requireWritable);
                context.mailbox().execute(() -> context.reportDeleted(ref, Messages.StuckPodDeleter_deleted()));
            } catch (RuntimeException problem) {
                context.mailbox().execute(() -> reportFailure(ref, problem));
            }
        });
    }

    private void reportFailure(ObjectRef ref, RuntimeException problem) {
        String reason = Messages.StuckPodDeleter_notDeleted(ref.label(), context.describeFailure(problem));
        context.state().addBlocker(reason);
        context.warn(ref, reason);
    }
}
