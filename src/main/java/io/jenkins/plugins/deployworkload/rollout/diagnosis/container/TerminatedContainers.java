package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.RestartCounter;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds containers that terminated although they must keep running. */
final class TerminatedContainers {

    private static final String OOM_KILLED_REASON = "OOMKilled";

    /**
     * A container with at least this number of terminations is crash-looping. Fewer terminations are normal while a
     * dependency is still starting. For comparison, krane fails at the first CrashLoopBackOff.
     */
    private static final int LOOP_THRESHOLD = 3;

    /** Exit codes of a container that the kubelet has stopped: 0 or 143 after SIGTERM, 137 after SIGKILL. */
    private static final Set<Integer> KILLED_EXIT_CODES = Set.of(0, 143, 137);

    /** The cause of a termination. */
    enum Cause {
        COMPLETED,
        ERROR,
        OOM_KILLED,
        PROBE_FAILED
    }

    /**
     * A container that has terminated.
     *
     * @param terminated the last termination of the container
     * @param crashLooping whether the container has terminated at least {@code LOOP_THRESHOLD} times
     */
    record Termination(
            Pod pod, ContainerStatus status, ContainerStateTerminated terminated, Cause cause, boolean crashLooping) {

        Detection detection(Detection.Text text) {
            String evidence = Messages.TerminatedContainers_evidence(
                    Objects.requireNonNullElse(terminated.getReason(), "?"),
                    terminated.getExitCode(),
                    Pods.restartCount(status));
            if (terminated.getMessage() != null && !terminated.getMessage().isBlank()) {
                // The message is the content of the file at terminationMessagePath.
                evidence += "\n" + terminated.getMessage().strip();
            }
            return Detection.of(text, pod, Pods.location(pod, status.getName()), terminated.getFinishedAt(), evidence);
        }
    }

    private TerminatedContainers() {}

    /**
     * Returns containers that have terminated, and containers that run between two crashes. Running containers are
     * included, because the replicas of a crash-looping workload rarely wait for a restart at the same moment.
     */
    static Stream<Termination> of(ControllerView view) {
        return view.unreadyPods()
                .flatMap(pod -> Pods.containerStatuses(pod)
                        .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                        .flatMap(status -> termination(view, pod, status).stream()));
    }

    private static Optional<Termination> termination(ControllerView view, Pod pod, ContainerStatus status) {
        int restarts = view.restarts().count(pod, status);
        boolean running = Pods.isRunning(status);
        boolean crashLooping = restarts + (running ? 0 : 1) >= LOOP_THRESHOLD;
        return Pods.lastTermination(status)
                .filter(terminated -> crashLooping || !running)
                .filter(terminated -> !RunErrorDetector.isStartError(terminated))
                .filter(terminated -> !Objects.equals(terminated.getExitCode(), 0)
                        || RestartCounter.isInCrashLoopBackOff(status)
                        || restarts > 0 && isAlwaysRestarted(pod, status.getName()))
                .map(terminated ->
                        new Termination(pod, status, terminated, cause(view, pod, status, terminated), crashLooping));
    }

    private static Cause cause(
            ControllerView view, Pod pod, ContainerStatus status, ContainerStateTerminated terminated) {
        if (OOM_KILLED_REASON.equals(terminated.getReason())) {
            return Cause.OOM_KILLED;
        }
        if (KILLED_EXIT_CODES.contains(terminated.getExitCode())
                && LivenessProbeDetector.hasFailed(view, pod, status.getName())) {
            return Cause.PROBE_FAILED;
        }
        return Objects.equals(terminated.getExitCode(), 0) ? Cause.COMPLETED : Cause.ERROR;
    }

    /**
     * Whether the kubelet restarts the container after every exit code. The result is false for an init container
     * without a restart policy: after the container succeeds, the kubelet does not restart it.
     */
    private static boolean isAlwaysRestarted(Pod pod, String container) {
        Optional<Container> init = pod.getSpec().getInitContainers().stream()
                .filter(candidate -> container.equals(candidate.getName()))
                .findFirst();
        String policy = init.isPresent()
                ? Objects.requireNonNullElse(init.get().getRestartPolicy(), "Never")
                : Objects.requireNonNullElse(pod.getSpec().getRestartPolicy(), "Always");
        return "Always".equals(policy);
    }
}
