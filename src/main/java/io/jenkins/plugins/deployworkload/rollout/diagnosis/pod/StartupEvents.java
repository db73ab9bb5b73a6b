package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.stream.Stream;

/** Finds pods whose containers cannot be started yet, by a warning: they say no more themselves than that they are being made. */
final class StartupEvents {

    private StartupEvents() {}

    static Stream<Detection> of(ControllerView scene, Detection.Text text, String reason) {
        return scene.pods().stream()
                .filter(Pods::isStarting)
                .flatMap(pod -> scene.warningsFor(pod)
                        .filter(event -> Events.hasReason(event, reason))
                        .map(event -> Detection.of(text, pod, event)));
    }
}
