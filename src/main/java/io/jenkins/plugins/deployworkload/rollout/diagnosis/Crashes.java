package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds containers that ended though they were to go on. */
final class Crashes {

    private static final String OOM = "OOMKilled";

    /** Thrice is no accident, as krane and pulumi have it too: the first crash may have come from something not yet there. */
    private static final int LOOP = 3;

    /** Of a program that is told to end (SIGTERM) and does so well or does not care, and of one that is made to (SIGKILL). */
    private static final Set<Integer> OF_KILLED = Set.of(0, 143, 137);

    /** Who or what has ended a container. */
    enum By {
        ITSELF,
        ERROR,
        MEMORY,
        PROBE
    }

    /**
     * A container that has ended.
     *
     * @param end how it did last
     * @param again whether it does so again and again
     */
    record Ended(Pod pod, ContainerStatus status, ContainerStateTerminated end, By by, boolean again) {

        Sighting sighting(Sighting.Text text) {
            String words = Messages.Crash_evidence(
                    Objects.requireNonNullElse(end.getReason(), "?"), end.getExitCode(), Pods.restarts(status));
            if (end.getMessage() != null && !end.getMessage().isBlank()) {
                // What the program left in its terminationMessagePath.
                words += "\n" + end.getMessage().strip();
            }
            return Sighting.of(text, pod, Pods.place(pod, status.getName()), end.getFinishedAt(), words);
        }
    }

    private Crashes() {}

    /**
     * Those that do not run now; and those that do between one crash and the next, for they are no better than the others:
     * of many replicas hardly ever all wait at the same moment.
     */
    static Stream<Ended> of(Scene scene) {
        return scene.unready()
                .flatMap(pod -> Pods.containers(pod)
                        .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                        .flatMap(status -> ended(scene, pod, status).stream()));
    }

    private static Optional<Ended> ended(Scene scene, Pod pod, ContainerStatus status) {
        int restarts = scene.restarts().of(pod, status);
        boolean running = Pods.running(status);
        boolean again = restarts + (running ? 0 : 1) >= LOOP;
        return Pods.ended(status)
                .filter(end -> again || !running)
                .filter(end -> !RunError.is(end))
                .filter(end -> !Objects.equals(end.getExitCode(), 0)
                        || Restarts.backsOff(status)
                        || restarts > 0 && goesOn(pod, status.getName()))
                .map(end -> new Ended(pod, status, end, by(scene, pod, status, end), again));
    }

    private static By by(Scene scene, Pod pod, ContainerStatus status, ContainerStateTerminated end) {
        // The system had to end it as it took more memory than it may have.
        if (OOM.equals(end.getReason())) {
            return By.MEMORY;
        }
        if (OF_KILLED.contains(end.getExitCode()) && LivenessProbe.fails(scene, pod, status.getName())) {
            return By.PROBE;
        }
        return Objects.equals(end.getExitCode(), 0) ? By.ITSELF : By.ERROR;
    }

    /** Whether the container is started again however it has ended; an init container that has ended well is done. */
    private static boolean goesOn(Pod pod, String container) {
        Optional<Container> init = pod.getSpec().getInitContainers().stream()
                .filter(found -> container.equals(found.getName()))
                .findFirst();
        String policy = init.isPresent()
                ? Objects.requireNonNullElse(init.get().getRestartPolicy(), "Never")
                : Objects.requireNonNullElse(pod.getSpec().getRestartPolicy(), "Always");
        return "Always".equals(policy);
    }
}
