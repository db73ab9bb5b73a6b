package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.stream.Stream;

/**
 * Finds pods whose containers have not started and that have a certain warning event. Only the event shows the cause:
 * the status of the container has the reason ContainerCreating or PodInitializing.
 */
final class StartupEvents {

    private StartupEvents() {}

    static Stream<Detection> of(ControllerView view, Detection.Text text, String reason) {
        return view.pods().stream()
                .filter(Pods::isStarting)
                .flatMap(pod -> view.warningsFor(pod)
                        .filter(event -> Events.hasReason(event, reason))
                        .map(event -> Detection.of(text, pod, event)));
    }
}
