package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detects a pod that cannot be scheduled on any node. The grace period is longer than the time that a cluster
 * autoscaler needs to add a node.
 */
public final class UnschedulableDetector implements Detector {

    public static final String NAME = "Unschedulable";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.UnschedulableDetector_summary(), Messages.UnschedulableDetector_advice());
        return view.pods().stream().flatMap(pod -> detection(view, text, pod).stream());
    }

    private static Optional<Detection> detection(ControllerView view, Detection.Text text, Pod pod) {
        return condition(pod)
                .filter(condition ->
                        !ClaimPendingDetector.matches(condition) && !ClaimMissingDetector.matches(condition))
                .map(condition -> detection(text, pod, condition))
                .or(() -> eventWithoutCondition(view, pod)
                        .filter(event -> isLackOfNodes(Events.message(event)))
                        .map(event -> Detection.of(text, pod, event)));
    }

    /** The pod condition with which the scheduler reports that no node can run the pod at the moment. */
    static Optional<PodCondition> condition(Pod pod) {
        return condition(pod, NAME);
    }

    /** The condition with which the scheduler or the API server reports why the pod is not scheduled. */
    static Optional<PodCondition> condition(Pod pod, String reason) {
        return Pods.condition(pod, "PodScheduled")
                .filter(condition -> "False".equals(condition.getStatus()) && reason.equals(condition.getReason()));
    }

    /**
     * The last event FailedScheduling about a pod that has no node and no condition that says why. The scheduler writes
     * the event first, and another scheduler may write only the event.
     */
    static Optional<Event> eventWithoutCondition(ControllerView view, Pod pod) {
        if (pod.getSpec().getNodeName() != null
                || Pods.condition(pod, "PodScheduled").isPresent()) {
            return Optional.empty();
        }
        return view.warningsFor(pod)
                .filter(event -> Events.hasReason(event, "FailedScheduling"))
                .reduce((first, second) -> second);
    }

    /**
     * Whether the scheduler has looked at the nodes and found none for the pod.
     *
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/scheduler/framework/types.go">NoNodeAvailableMsg</a>
     */
    static boolean isLackOfNodes(String message) {
        return message.contains("nodes are available") || message.contains("no nodes available");
    }

    static Detection detection(Detection.Text text, Pod pod, PodCondition condition) {
        return Detection.of(text, pod, Pods.location(pod), condition.getLastTransitionTime(), condition.getMessage());
    }

    static String message(PodCondition condition) {
        return Objects.requireNonNullElse(condition.getMessage(), "");
    }
}
