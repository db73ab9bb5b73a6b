package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
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
        return view.pods().stream()
                .flatMap(pod -> condition(pod)
                        .filter(condition ->
                                !ClaimPendingDetector.matches(condition) && !ClaimMissingDetector.matches(condition))
                        .map(condition -> detection(text, pod, condition))
                        .stream());
    }

    /** The pod condition with which the scheduler reports that no node can run the pod at the moment. */
    static Optional<PodCondition> condition(Pod pod) {
        return Pods.condition(pod, "PodScheduled")
                .filter(condition ->
                        "False".equals(condition.getStatus()) && "Unschedulable".equals(condition.getReason()));
    }

    static Detection detection(Detection.Text text, Pod pod, PodCondition condition) {
        return Detection.of(text, pod, Pods.location(pod), condition.getLastTransitionTime(), condition.getMessage());
    }

    static String message(PodCondition condition) {
        return Objects.requireNonNullElse(condition.getMessage(), "");
    }
}
