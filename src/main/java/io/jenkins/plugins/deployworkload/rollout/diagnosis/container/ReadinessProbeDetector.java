package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import java.util.stream.Stream;

/**
 * Detects a failing readiness probe. Failures are normal while a program starts. If a program never becomes ready,
 * however, the failing readiness probe is the only symptom.
 */
public final class ReadinessProbeDetector implements Detector {

    public static final String NAME = "ReadinessProbe";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.ReadinessProbeDetector_summary(), Messages.ReadinessProbeDetector_advice());
        return view.unreadyPods()
                .flatMap(pod -> view.warningsFor(pod)
                        .filter(event -> Events.hasReason(event, "Unhealthy")
                                && Events.message(event).startsWith("Readiness"))
                        .map(event -> Detection.of(text, pod, event, ProbeFailure.message(pod, event))));
    }
}
