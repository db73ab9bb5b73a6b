package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The container was made, but its program cannot be started: not there, not executable, built for another processor. After
 * the first try the kubelet only says that it backs off; how the container ended then still shows the reason.
 */
public final class RunErrorDetector implements Detector {

    public static final String NAME = "RunError";

    /** Docker's and containerd's words for it. */
    private static final Set<String> TERMINATED_REASONS = Set.of("ContainerCannotRun", "StartError");

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.RunErrorDetector_summary(), Messages.RunErrorDetector_advice());
        return scene.unreadyPods()
                .flatMap(pod -> Pods.containerStatuses(pod)
                        .flatMap(status -> evidence(status).stream()
                                .map(words -> Detection.of(
                                        text,
                                        pod,
                                        Pods.location(pod, status.getName()),
                                        Pods.notReadySince(pod),
                                        words))));
    }

    private static Optional<String> evidence(ContainerStatus status) {
        if (Pods.isRunning(status)) {
            return Optional.empty();
        }
        Optional<String> ended = Pods.lastTermination(status)
                .filter(state -> TERMINATED_REASONS.contains(state.getReason()))
                .map(ContainerStateTerminated::getMessage);
        return ended.isEmpty() && "RunContainerError".equals(Pods.waitingReason(status))
                ? Optional.ofNullable(Pods.waitingMessage(status))
                : ended;
    }

    static boolean isStartError(ContainerStateTerminated state) {
        return TERMINATED_REASONS.contains(state.getReason());
    }
}
