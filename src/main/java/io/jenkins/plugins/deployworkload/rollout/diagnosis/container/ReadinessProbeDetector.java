package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import java.util.stream.Stream;

/**
 * Detects a failing readiness probe. Failures are normal during startup. However, a program that never becomes ready
 * has no other symptom.
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
                        .map(event -> Detection.of(text, pod, event)));
    }
}
