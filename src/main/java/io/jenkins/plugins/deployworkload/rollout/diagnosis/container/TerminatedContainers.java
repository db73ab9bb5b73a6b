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

/** Finds containers that ended though they were to go on. */
final class TerminatedContainers {

    private static final String OOM_KILLED_REASON = "OOMKilled";

    /** Thrice is no accident, as krane and pulumi have it too: the first crash may have come from something not yet there. */
    private static final int LOOP_THRESHOLD = 3;

    /** Of a program that is told to end (SIGTERM) and does so well or does not care, and of one that is made to (SIGKILL). */
    private static final Set<Integer> KILLED_EXIT_CODES = Set.of(0, 143, 137);

    /** Who or what has ended a container. */
    enum Cause {
        COMPLETED,
        ERROR,
        OOM_KILLED,
        PROBE_FAILED
    }

    /**
     * A container that has ended.
     *
     * @param terminated how it did last
     * @param crashLooping whether it does so again and again
     */
    record Termination(
            Pod pod, ContainerStatus status, ContainerStateTerminated terminated, Cause cause, boolean crashLooping) {

        Detection detection(Detection.Text text) {
            String words = Messages.TerminatedContainers_evidence(
                    Objects.requireNonNullElse(terminated.getReason(), "?"),
                    terminated.getExitCode(),
                    Pods.restartCount(status));
            if (terminated.getMessage() != null && !terminated.getMessage().isBlank()) {
                // What the program left in its terminationMessagePath.
                words += "\n" + terminated.getMessage().strip();
            }
            return Detection.of(text, pod, Pods.location(pod, status.getName()), terminated.getFinishedAt(), words);
        }
    }

    private TerminatedContainers() {}

    /**
     * Those that do not run now; and those that do between one crash and the next, for they are no better than the others:
     * of many replicas hardly ever all wait at the same moment.
     */
    static Stream<Termination> of(ControllerView scene) {
        return scene.unreadyPods()
                .flatMap(pod -> Pods.containerStatuses(pod)
                        .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                        .flatMap(status -> termination(scene, pod, status).stream()));
    }

    private static Optional<Termination> termination(ControllerView scene, Pod pod, ContainerStatus status) {
        int restarts = scene.restarts().count(pod, status);
        boolean running = Pods.isRunning(status);
        boolean again = restarts + (running ? 0 : 1) >= LOOP_THRESHOLD;
        return Pods.lastTermination(status)
                .filter(end -> again || !running)
                .filter(end -> !RunErrorDetector.isStartError(end))
                .filter(end -> !Objects.equals(end.getExitCode(), 0)
                        || RestartCounter.isInCrashLoopBackOff(status)
                        || restarts > 0 && isAlwaysRestarted(pod, status.getName()))
                .map(end -> new Termination(pod, status, end, cause(scene, pod, status, end), again));
    }

    private static Cause cause(ControllerView scene, Pod pod, ContainerStatus status, ContainerStateTerminated end) {
        // The system had to end it as it took more memory than it may have.
        if (OOM_KILLED_REASON.equals(end.getReason())) {
            return Cause.OOM_KILLED;
        }
        if (KILLED_EXIT_CODES.contains(end.getExitCode())
                && LivenessProbeDetector.hasFailed(scene, pod, status.getName())) {
            return Cause.PROBE_FAILED;
        }
        return Objects.equals(end.getExitCode(), 0) ? Cause.COMPLETED : Cause.ERROR;
    }

    /** Whether the container is started again however it has ended; an init container that has ended well is done. */
    private static boolean isAlwaysRestarted(Pod pod, String container) {
        Optional<Container> init = pod.getSpec().getInitContainers().stream()
                .filter(found -> container.equals(found.getName()))
                .findFirst();
        String policy = init.isPresent()
                ? Objects.requireNonNullElse(init.get().getRestartPolicy(), "Never")
                : Objects.requireNonNullElse(pod.getSpec().getRestartPolicy(), "Always");
        return "Always".equals(policy);
    }
}
