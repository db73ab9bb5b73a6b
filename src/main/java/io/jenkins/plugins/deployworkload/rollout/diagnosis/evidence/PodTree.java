package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Health;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ReplicaSets and pods of a workload for people, in the words of {@code kubectl get pods}. */
final class PodTree {

    static final int MAX_NODES = ResourceTree.MAX_NODES;

    private static final String REPLICA_SET = "ReplicaSet";

    /** Reasons with which a container waits although nothing has failed. */
    private static final Set<String> NORMAL_WAITS = Set.of("", "ContainerCreating", "PodInitializing");

    /** Of many pods, those that fail and those that start are of interest. */
    private static final Comparator<Node> MOST_INTERESTING = Comparator.comparing(
                    (Node node) -> !REPLICA_SET.equals(node.kind()))
            .thenComparing(Node::health)
            .thenComparing(Node::name);

    private PodTree() {}

    static ResourceTree of(Collection<ReplicaSet> replicaSets, Collection<Pod> pods) {
        Set<String> known =
                replicaSets.stream().map(set -> set.getMetadata().getName()).collect(Collectors.toSet());
        List<Node> nodes = Stream.concat(
                        // A Deployment keeps the empty ReplicaSets of its former revisions.
                        replicaSets.stream().filter(set -> pods(set) > 0).map(PodTree::node),
                        pods.stream().map(pod -> node(pod, known)))
                .flatMap(Optional::stream)
                .sorted(MOST_INTERESTING)
                .toList();
        return new ResourceTree(
                nodes.stream()
                        .limit(MAX_NODES)
                        .sorted(Comparator.comparing((Node node) -> !REPLICA_SET.equals(node.kind()))
                                .thenComparing(Node::name))
                        .toList(),
                Math.max(0, nodes.size() - MAX_NODES),
                List.of());
    }

    private static Optional<OwnerReference> controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    private static int pods(ReplicaSet set) {
        int existing = set.getStatus() == null
                ? 0
                : Objects.requireNonNullElse(set.getStatus().getReplicas(), 0);
        return Math.max(existing, desired(set));
    }

    private static int desired(ReplicaSet set) {
        return set.getSpec() == null
                ? 0
                : Objects.requireNonNullElse(set.getSpec().getReplicas(), 0);
    }

    private static Optional<Node> node(ReplicaSet set) {
        int ready = set.getStatus() == null
                ? 0
                : Objects.requireNonNullElse(set.getStatus().getReadyReplicas(), 0);
        boolean settled = ready == desired(set) && pods(set) == desired(set);
        return controller(set)
                .map(owner -> new Node(
                        REPLICA_SET,
                        UntrustedText.line(set.getMetadata().getName()),
                        UntrustedText.line(owner.getKind()),
                        UntrustedText.line(owner.getName()),
                        settled ? Health.HEALTHY : Health.IN_PROGRESS,
                        null,
                        ready,
                        desired(set),
                        0));
    }

    /**
     * Empty for a pod without a controller, which is itself an object of the application.
     *
     * @param replicaSets the names of the ReplicaSets in the tree
     */
    private static Optional<Node> node(Pod pod, Set<String> replicaSets) {
        List<ContainerStatus> statuses =
                pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
        return controller(pod).map(owner -> {
            boolean withoutSet = REPLICA_SET.equals(owner.getKind()) && !replicaSets.contains(owner.getName());
            return new Node(
                    "Pod",
                    UntrustedText.line(pod.getMetadata().getName()),
                    withoutSet ? "Deployment" : UntrustedText.line(owner.getKind()),
                    UntrustedText.line(withoutSet ? deployment(pod, owner.getName()) : owner.getName()),
                    health(pod),
                    UntrustedText.line(status(pod)),
                    (int) statuses.stream()
                            .filter(status -> Boolean.TRUE.equals(status.getReady()))
                            .count(),
                    pod.getSpec() == null ? 0 : pod.getSpec().getContainers().size(),
                    Pods.containerStatuses(pod).mapToInt(Pods::restartCount).sum());
        });
    }

    /** The name of a ReplicaSet is the name of its Deployment with the hash, so that the account need not read it. */
    private static String deployment(Pod pod, String replicaSet) {
        String suffix = "-" + Pods.label(pod, "pod-template-hash");
        return replicaSet.endsWith(suffix)
                ? replicaSet.substring(0, replicaSet.length() - suffix.length())
                : replicaSet;
    }

    private static Health health(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return Health.IN_PROGRESS;
        }
        if (isFailed(pod)) {
            return Health.FAILED;
        }
        return Pods.isReady(pod) || Pods.isTerminal(pod) ? Health.HEALTHY : Health.IN_PROGRESS;
    }

    private static boolean isFailed(Pod pod) {
        return "Failed".equals(phase(pod))
                || Pods.containerStatuses(pod)
                        .anyMatch(status -> problem(status).isPresent());
    }

    /** The status as {@code kubectl get pods} prints it. */
    private static String status(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return "Terminating";
        }
        return Optional.ofNullable(
                        pod.getStatus() == null ? null : pod.getStatus().getReason())
                .or(() -> Pods.containerStatuses(pod)
                        .flatMap(status -> problem(status).stream())
                        .findFirst())
                .or(() -> waitingReason(pod))
                .orElseGet(() -> phase(pod));
    }

    /** The reason why the container has failed; empty if it has not. */
    private static Optional<String> problem(ContainerStatus status) {
        String waiting = Pods.waitingReason(status);
        if (!NORMAL_WAITS.contains(waiting)) {
            return Optional.of(waiting);
        }
        return Optional.ofNullable(status.getState())
                .map(state -> state.getTerminated())
                .filter(terminated -> !Objects.equals(terminated.getExitCode(), 0))
                .map(terminated -> Objects.requireNonNullElse(terminated.getReason(), "Error"));
    }

    /** Why a pod that is pending waits; empty if it is not pending, or if nothing is known. */
    private static Optional<String> waitingReason(Pod pod) {
        if (!"Pending".equals(phase(pod))) {
            return Optional.empty();
        }
        return Pods.condition(pod, "PodScheduled")
                .filter(condition -> "False".equals(condition.getStatus()))
                .map(PodCondition::getReason)
                .or(() -> Pods.containerStatuses(pod)
                        .map(Pods::waitingReason)
                        .filter(reason -> !reason.isEmpty())
                        .findFirst());
    }

    private static String phase(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }
}
