package io.jenkins.plugins.deployworkload.rollout.model.tree;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ReplicaSets and pods below the objects of an application, and the addresses of its objects. The size is bounded,
 * because controllers can create any number of pods.
 *
 * @param nodes the ReplicaSets and pods; an owner stands before its nodes
 * @param omitted the number of ReplicaSets and pods that the tree leaves out
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ResourceTree(List<Node> nodes, int omitted, List<Address> addresses) {

    /** The limit of nodes, because a page shows them all. */
    public static final int MAX_NODES = 200;

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
     * @param namespace {@code null} for the home namespace of the application
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
            int restarts,
            String namespace) {

        /** A ReplicaSet or pod in the home namespace. */
        public Node(
                String kind,
                String name,
                String ownerKind,
                String ownerName,
                Health health,
                String status,
                int ready,
                int total,
                int restarts) {
            this(kind, name, ownerKind, ownerName, health, status, ready, total, restarts, null);
        }

        private Node inNamespace(String value) {
            return new Node(kind, name, ownerKind, ownerName, health, status, ready, total, restarts, value);
        }
    }

    /**
     * An address of an object for browsers.
     *
     * @param kind the kind of the object, such as {@code Ingress}
     * @param name the name of the object
     * @param url a URL with the scheme {@code http} or {@code https}
     * @param namespace {@code null} for the home namespace of the application
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Address(String kind, String name, String url, String namespace) {

        /** An address in the home namespace. */
        public Address(String kind, String name, String url) {
            this(kind, name, url, null);
        }

        public Address inNamespace(String value) {
            return new Address(kind, name, url, value);
        }
    }

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

    /** @param namespace a namespace that is not the home namespace of the application */
    public ResourceTree inNamespace(String namespace) {
        return new ResourceTree(
                nodes.stream().map(node -> node.inNamespace(namespace)).toList(), omitted, addresses);
    }

    /** The nodes of this tree and of a tree of another namespace, up to {@link #MAX_NODES}. */
    public ResourceTree and(ResourceTree other) {
        List<Node> all = Stream.concat(nodes.stream(), other.nodes.stream()).toList();
        int shown = Math.min(all.size(), MAX_NODES);
        return new ResourceTree(all.subList(0, shown), omitted + other.omitted + all.size() - shown, addresses);
    }

    public ResourceTree withAddresses(List<Address> value) {
        return new ResourceTree(nodes, omitted, value);
    }
}
