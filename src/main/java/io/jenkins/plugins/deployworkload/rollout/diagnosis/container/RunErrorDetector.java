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
 * Detects a container whose program cannot be started: the program does not exist, is not executable, or is built for
 * another CPU architecture. After the first attempt, the waiting container only has the reason CrashLoopBackOff, but
 * its last termination still has the reason of the start error.
 */
public final class RunErrorDetector implements Detector {

    public static final String NAME = "RunError";

    /** The reasons of the last termination, as Docker and containerd report them. */
    private static final Set<String> TERMINATED_REASONS = Set.of("ContainerCannotRun", "StartError");

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.RunErrorDetector_summary(), Messages.RunErrorDetector_advice());
        return view.unreadyPods()
                .flatMap(pod -> Pods.containerStatuses(pod)
                        .flatMap(status -> evidence(status).stream()
                                .map(message -> Detection.of(
                                        text,
                                        pod,
                                        Pods.location(pod, status.getName()),
                                        Pods.notReadySince(pod),
                                        message))));
    }

    private static Optional<String> evidence(ContainerStatus status) {
        if (Pods.isRunning(status)) {
            return Optional.empty();
        }
        Optional<String> termination = Pods.lastTermination(status)
                .filter(state -> TERMINATED_REASONS.contains(state.getReason()))
                .map(ContainerStateTerminated::getMessage);
        return termination.isEmpty() && "RunContainerError".equals(Pods.waitingReason(status))
                ? Optional.ofNullable(Pods.waitingMessage(status))
                : termination;
    }

    static boolean isStartError(ContainerStateTerminated state) {
        return TERMINATED_REASONS.contains(state.getReason());
    }
}
