package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Detects a pod that the scheduler ignores until another component removes its scheduling gates. A queue such as Kueue
 * may take hours.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/">Pod scheduling
 *     readiness</a>
 */
public final class SchedulingGatedDetector implements Detector {

    static final String NAME = "SchedulingGated";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.SchedulingGatedDetector_summary(), Messages.SchedulingGatedDetector_advice());
        return view.pods().stream()
                .flatMap(pod -> UnschedulableDetector.condition(pod, NAME)
                        .map(condition -> Detection.of(
                                text, pod, Pods.location(pod), since(pod, condition), evidence(pod, condition)))
                        .stream());
    }

    /** The API server writes the condition without a time. */
    private static String since(Pod pod, PodCondition condition) {
        return condition.getLastTransitionTime() == null
                ? pod.getMetadata().getCreationTimestamp()
                : condition.getLastTransitionTime();
    }

    private static String evidence(Pod pod, PodCondition condition) {
        String gates = pod.getSpec().getSchedulingGates().stream()
                .map(PodSchedulingGate::getName)
                .collect(Collectors.joining(", "));
        return UnschedulableDetector.message(condition) + (gates.isEmpty() ? "" : ": " + gates);
    }
}
