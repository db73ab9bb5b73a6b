package io.jenkins.plugins.deployworkload.rollout.model.tree;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The ReplicaSets and pods below the objects of an application, and the addresses of its objects. The size is bounded,
 * because controllers can create any number of pods.
 *
 * @param nodes the ReplicaSets and pods; an owner stands before its nodes
 * @param omitted the number of ReplicaSets and pods that the tree leaves out
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ResourceTree(List<Node> nodes, int omitted, List<Address> addresses) {

    public static final ResourceTree EMPTY = new ResourceTree(List.of(), 0, List.of());

    /** The health of a ReplicaSet or pod. */
    public enum Health {
        /** Fails now. Its controller may replace or restart it. */
        FAILED,
        IN_PROGRESS,
        /** All containers are ready, or have succeeded. */
        HEALTHY
    }

    /**
     * A ReplicaSet or pod.
     *
     * @param ownerKind the kind of the controller that has created it
     * @param ownerName the name of that controller
     * @param status the status in the words of kubectl, such as {@code CrashLoopBackOff}; {@code null} for a ReplicaSet
     * @param ready the number of ready pods or containers
     * @param total the number of desired pods, or of containers
     * @param restarts the number of restarts of all containers
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Node(
            String kind,
            String name,
            String ownerKind,
            String ownerName,
            Health health,
            String status,
            int ready,
            int total,
            int restarts) {}

    /**
     * An address of an object for browsers.
     *
     * @param kind the kind of the object, such as {@code Ingress}
     * @param name the name of the object
     * @param url a URL with the scheme {@code http} or {@code https}
     */
    public record Address(String kind, String name, String url) {}

    public ResourceTree {
        nodes = nodes == null ? List.of() : List.copyOf(nodes);
        addresses = addresses == null ? List.of() : List.copyOf(addresses);
    }

    /** Whether a stored tree lacks what the other parts need to show it. */
    public boolean isIncomplete() {
        return nodes.stream().anyMatch(node -> node.kind == null || node.name == null || node.health == null)
                || addresses.stream()
                        .anyMatch(address -> address.kind == null || address.name == null || address.url == null);
    }

    public ResourceTree withAddresses(List<Address> value) {
        return new ResourceTree(nodes, omitted, value);
    }
}
