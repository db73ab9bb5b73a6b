package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import java.util.stream.Stream;

/** A readiness probe fails: normal while a program starts, and all there is to see when it never becomes ready. */
public final class ReadinessProbeDetector implements Detector {

    public static final String NAME = "ReadinessProbe";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.ReadinessProbeDetector_summary(), Messages.ReadinessProbeDetector_advice());
        return scene.unreadyPods()
                .flatMap(pod -> scene.warningsFor(pod)
                        .filter(event -> Events.hasReason(event, "Unhealthy")
                                && Events.message(event).startsWith("Readiness"))
                        .map(event -> Detection.of(text, pod, event)));
    }
}
