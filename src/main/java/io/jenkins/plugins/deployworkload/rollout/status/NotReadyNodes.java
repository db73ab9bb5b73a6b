package io.jenkins.plugins.deployworkload.rollout.status;

import java.util.List;

/**
 * Nodes that cannot run pods at the moment, although a DaemonSet's status counts them.
 *
 * @param names the names of the nodes, sorted
 * @param updated how many of these nodes the status counts as updated
 * @param available how many of these nodes the status counts as available
 */
public record NotReadyNodes(List<String> names, int updated, int available) {

    /** No node is left out. */
    public static final NotReadyNodes NONE = new NotReadyNodes(List.of(), 0, 0);

    private static final int MAX_NAMES = 10;

    public NotReadyNodes {
        names = List.copyOf(names);
    }

    /** The names as text, cut off after {@value #MAX_NAMES} names. */
    String describe() {
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)));
        return names.size() > MAX_NAMES ? Messages.NotReadyNodes_andOthers(shown, names.size() - MAX_NAMES) : shown;
    }
}
