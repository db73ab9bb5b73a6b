package io.jenkins.plugins.deployworkload.rollout.status;

import java.util.List;

/**
 * Nodes that cannot run pods at the moment, although a DaemonSet's status counts them.
 *
 * @param names the names of the nodes, sorted
 * @param updated how many of these nodes have an updated pod
 * @param available how many of these nodes have a pod that still counts as ready
 * @param othersUpdated how many of the other nodes have an updated pod
 * @param othersAvailable how many of the other nodes have a ready pod
 */
public record NotReadyNodes(List<String> names, int updated, int available, int othersUpdated, int othersAvailable) {

    /** No node is left out. */
    public static final NotReadyNodes NONE = new NotReadyNodes(List.of(), 0, 0, 0, 0);

    private static final int MAX_NAMES = 10;

    public NotReadyNodes {
        names = List.copyOf(names);
    }

    /**
     * The updated nodes without those that are left out. The status and the pods become known at different times, so the
     * lower number counts.
     *
     * @param counted the number in the status
     */
    int withoutUpdated(int counted) {
        return without(counted, updated, othersUpdated);
    }

    /** Like {@link #withoutUpdated}, for the available nodes. */
    int withoutAvailable(int counted) {
        return without(counted, available, othersAvailable);
    }

    private int without(int counted, int leftOut, int others) {
        return names.isEmpty() ? counted : Math.max(0, Math.min(counted - leftOut, others));
    }

    /** The names as text, cut off after {@value #MAX_NAMES} names. */
    String describe() {
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)));
        return names.size() > MAX_NAMES ? Messages.NotReadyNodes_andOthers(shown, names.size() - MAX_NAMES) : shown;
    }
}
