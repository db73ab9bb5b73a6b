package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.jenkins.plugins.deployworkload.rollout.status.NotReadyNodes;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether the DaemonSet controller wants a pod on a node, as the controller itself does.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/daemon/daemon_controller.go">NodeShouldRunDaemonPod</a>
 */
final class DaemonSetNodes {

    /** Taints that the controller makes each of its pods tolerate. */
    private static final Set<String> TOLERATED_NO_EXECUTE =
            Set.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

    private static final Set<String> TOLERATED_NO_SCHEDULE = Set.of(
            "node.kubernetes.io/disk-pressure",
            "node.kubernetes.io/memory-pressure",
            "node.kubernetes.io/pid-pressure",
            "node.kubernetes.io/unschedulable");

    private static final String NETWORK_UNAVAILABLE = "node.kubernetes.io/network-unavailable";

    private DaemonSetNodes() {}

    /**
     * @param template the spec of the DaemonSet's pod template
     * @param daemonPods all pods of the DaemonSet, including those that are terminating
     * @param updated whether a pod has the applied revision
     */
    static NotReadyNodes notReady(
            PodSpec template, Collection<NodeSummary> nodes, Collection<Pod> daemonPods, Predicate<Pod> updated) {
        Map<Boolean, List<String>> names = nodes.stream()
                .filter(node -> shouldRun(template, node))
                .collect(Collectors.partitioningBy(
                        NodeSummary::isNotReady,
                        Collectors.mapping(node -> node.getMetadata().getName(), Collectors.toList())));
        // The controller counts only the oldest pod of a node.
        Map<String, Pod> oldestPods = daemonPods.stream()
                .filter(pod -> pod.getSpec().getNodeName() != null)
                .collect(Collectors.toMap(
                        pod -> pod.getSpec().getNodeName(),
                        Function.identity(),
                        BinaryOperator.minBy(Comparator.comparing(Pods::created))));
        return new NotReadyNodes(
                names.get(true).stream().sorted().toList(),
                count(names.get(true), oldestPods, updated),
                count(names.get(true), oldestPods, Pods::isReady),
                count(names.get(false), oldestPods, updated),
                count(names.get(false), oldestPods, Pods::isReady));
    }

    private static int count(List<String> names, Map<String, Pod> podsByNode, Predicate<Pod> filter) {
        return (int) names.stream()
                .map(podsByNode::get)
                .filter(Objects::nonNull)
                .filter(filter)
                .count();
    }

    /** @param template the spec of the DaemonSet's pod template */
    static boolean shouldRun(PodSpec template, NodeSummary node) {
        String name = node.getMetadata().getName();
        return (template.getNodeName() == null || template.getNodeName().equals(name))
                && matchesAffinity(template, node)
                && node.taints().stream().allMatch(taint -> isTolerated(template, taint));
    }

    private static boolean isTolerated(PodSpec template, Taint taint) {
        String key = String.valueOf(taint.getKey());
        return switch (String.valueOf(taint.getEffect())) {
            case "NoExecute" -> TOLERATED_NO_EXECUTE.contains(key) || hasToleration(template, taint);
            case "NoSchedule" ->
                TOLERATED_NO_SCHEDULE.contains(key)
                        || Boolean.TRUE.equals(template.getHostNetwork()) && NETWORK_UNAVAILABLE.equals(key)
                        || hasToleration(template, taint);
            default -> true;
        };
    }

    private static boolean hasToleration(PodSpec template, Taint taint) {
        return template.getTolerations().stream().anyMatch(toleration -> tolerates(toleration, taint));
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        boolean effect =
                isEmpty(toleration.getEffect()) || toleration.getEffect().equals(taint.getEffect());
        boolean key = isEmpty(toleration.getKey()) || toleration.getKey().equals(taint.getKey());
        boolean value = "Exists".equals(toleration.getOperator())
                || Objects.requireNonNullElse(toleration.getValue(), "")
                        .equals(Objects.requireNonNullElse(taint.getValue(), ""));
        return effect && key && value;
    }

    private static boolean matchesAffinity(PodSpec template, NodeSummary node) {
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        Map<String, String> selector = Objects.requireNonNullElse(template.getNodeSelector(), Map.of());
        if (!labels.entrySet().containsAll(selector.entrySet())) {
            return false;
        }
        if (template.getAffinity() == null
                || template.getAffinity().getNodeAffinity() == null
                || template.getAffinity().getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution()
                        == null) {
            return true;
        }
        return template
                .getAffinity()
                .getNodeAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .getNodeSelectorTerms()
                .stream()
                .anyMatch(term -> matches(term, labels, node.getMetadata().getName()));
    }

    /** Whether the node satisfies all requirements of a term. An empty term matches no node. */
    private static boolean matches(NodeSelectorTerm term, Map<String, String> labels, String name) {
        boolean empty =
                term.getMatchExpressions().isEmpty() && term.getMatchFields().isEmpty();
        return !empty
                && term.getMatchExpressions().stream().allMatch(requirement -> matches(requirement, labels))
                && term.getMatchFields().stream()
                        .allMatch(requirement -> matches(requirement, Map.of("metadata.name", name)));
    }

    private static boolean matches(NodeSelectorRequirement requirement, Map<String, String> values) {
        String value = values.get(String.valueOf(requirement.getKey()));
        List<String> expected = requirement.getValues();
        return switch (String.valueOf(requirement.getOperator())) {
            case "In" -> value != null && expected.contains(value);
            case "NotIn" -> value == null || !expected.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> compare(value, expected) > 0;
            case "Lt" -> compare(value, expected) < 0;
            default -> false;
        };
    }

    /** Compares two integers; 0 if one of them is not an integer, so that the requirement is not satisfied. */
    private static int compare(String value, List<String> expected) {
        boolean integers = Stream.of(value, expected.isEmpty() ? null : expected.getFirst())
                .allMatch(text -> text != null && text.matches("-?\\d{1,18}"));
        return integers ? Long.compare(Long.parseLong(value), Long.parseLong(expected.getFirst())) : 0;
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
