package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Cast;
import java.util.HashSet;
import java.util.Set;

/**
 * A StatefulSet's controller waits for a broken pod to become ready before it puts back the revision before it, which it
 * never does: such pods are deleted, once the template is the good one again. Not those that would come back as they are,
 * as below a partition, and none where somebody is to delete them by hand.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback">Forced rollback</a>
 */
final class StuckPods {

    private final RolloutContext context;
    private final Cast cast;
    private final Pruning pruning;
    private final Set<String> freed = new HashSet<>();

    StuckPods(RolloutContext context, Cast cast, Pruning pruning) {
        this.context = context;
        this.cast = cast;
        this.pruning = pruning;
    }

    void free(TrackedObject<?> object) {
        if (object.seen() instanceof StatefulSet set) {
            cast.stuck(set).stream()
                    .filter(pod -> freed.add(pod.getMetadata().getUid()))
                    .forEach(this::delete);
        }
    }

    private void delete(Pod pod) {
        ObjectRef ref = context.ref(pod);
        pruning.deletePod(pod)
                .whenCompleteAsync(
                        (nothing, problem) -> {
                            if (problem == null) {
                                context.removed(ref, Messages.Rollback_stuck());
                            } else {
                                String why = Messages.Rollback_notFreed(ref.label(), context.why(problem));
                                context.state().hinder(why);
                                context.warn(ref, why);
                            }
                        },
                        context.tasks());
    }
}
