package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.Set;
import java.util.stream.Stream;

/** Finds containers that cannot start, by the reason for which the kubelet lets them wait. */
final class WaitingContainers {

    private WaitingContainers() {}

    static Stream<Detection> of(ControllerView scene, Detection.Text text, Set<String> reasons) {
        return scene.unreadyPods()
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
