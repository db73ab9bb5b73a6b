package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detects that the scheduler itself fails: one of its plugins or extenders reports an error, or the binding fails. The
 * scheduler retries.
 */
public final class SchedulerErrorDetector implements Detector {

    public static final String NAME = "SchedulerError";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.SchedulerErrorDetector_summary(), Messages.SchedulerErrorDetector_advice());
        return view.pods().stream().flatMap(pod -> detection(view, text, pod).stream());
    }

    private static Optional<Detection> detection(ControllerView view, Detection.Text text, Pod pod) {
        return UnschedulableDetector.condition(pod, NAME)
                .map(condition -> UnschedulableDetector.detection(text, pod, condition))
                .or(() -> UnschedulableDetector.eventWithoutCondition(view, pod)
                        .filter(event -> !UnschedulableDetector.isLackOfNodes(Events.message(event)))
                        .map(event -> Detection.of(text, pod, event)));
    }
}
