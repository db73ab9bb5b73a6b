package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetOrdinals;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Determines which revision each pod of a StatefulSet gets according to the update strategy.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/statefulset/stateful_set_utils.go">newVersionedStatefulSetPod</a>
 */
public final class StatefulSetRevisions {

    private static final Pattern ORDINAL = Pattern.compile("-(\\d{1,9})$");

    private StatefulSetRevisions() {}

    /**
     * Whether the update strategy is OnDelete. With this strategy, the controller updates a pod only after a user has
     * deleted the pod.
     */
    public static boolean isOnDelete(StatefulSet set) {
        return strategy(set)
                .map(StatefulSetUpdateStrategy::getType)
                .filter("OnDelete"::equals)
                .isPresent();
    }

    /**
     * The partition in the spec; 0 if the spec has no partition. If the partition is 2, the two pods with the lowest
     * ordinals keep their revision. The partition can be greater than the number of replicas.
     */
    public static int partition(StatefulSet set) {
        return strategy(set)
                .map(StatefulSetUpdateStrategy::getRollingUpdate)
                .map(RollingUpdateStatefulSetStrategy::getPartition)
                .orElse(0);
    }

    /**
     * Returns the revision that this pod gets when the controller creates it again; {@code null} if the StatefulSet has
     * no status. The result is valid after the controller has observed the current spec.
     */
    public static String revisionFor(StatefulSet set, Pod pod) {
        if (set.getStatus() == null) {
            return null;
        }
        Matcher ordinal = ORDINAL.matcher(pod.getMetadata().getName());
        int firstOrdinal = Optional.ofNullable(set.getSpec().getOrdinals())
                .map(StatefulSetOrdinals::getStart)
                .orElse(0);
        return ordinal.find() && Integer.parseInt(ordinal.group(1)) - firstOrdinal < partition(set)
                ? set.getStatus().getCurrentRevision()
                : set.getStatus().getUpdateRevision();
    }

    private static Optional<StatefulSetUpdateStrategy> strategy(StatefulSet set) {
        return Optional.ofNullable(set.getSpec().getUpdateStrategy());
    }
}
