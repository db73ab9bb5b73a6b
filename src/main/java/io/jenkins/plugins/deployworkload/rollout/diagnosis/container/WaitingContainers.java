package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.Set;
import java.util.stream.Stream;

/** Finds waiting containers by the reason in their status. */
final class WaitingContainers {

    private WaitingContainers() {}

    static Stream<Detection> of(ControllerView view, Detection.Text text, Set<String> reasons) {
        return view.unreadyPods()
                .flatMap(pod -> Pods.containerStatuses(pod)
                        .filter(status -> reasons.contains(Pods.waitingReason(status)))
                        .map(status -> Detection.of(
                                text,
                                pod,
                                Pods.location(pod, status.getName()),
                                Pods.notReadySince(pod),
                                Pods.waitingMessage(status))));
    }
}
