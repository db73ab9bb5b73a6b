package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Finds containers that ended without success and are not running now. */
final class Crashes {

    private static final String OOM = "OOMKilled";

    private Crashes() {}

    static Stream<Sighting> of(
            Scene scene, Sighting.Text text, BiPredicate<ContainerStatus, ContainerStateTerminated> which) {
        return scene.unready()
                .flatMap(pod -> Pods.containers(pod)
                        .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                        .filter(status -> !Pods.running(status))
                        .flatMap(status -> Pods.ended(status)
                                .filter(end -> !Objects.equals(end.getExitCode(), 0) && !RunError.is(end))
                                .filter(end -> which.test(status, end))
                                .map(end -> sighting(text, pod, status, end))
                                .stream()));
    }

    /** The system had to end it as it took more memory than it may have. */
    static boolean outOfMemory(ContainerStateTerminated end) {
        return OOM.equals(end.getReason());
    }

    /** Twice is no accident, as krane and pulumi have it too: the first crash may have come from something not yet there. */
    static boolean again(ContainerStatus status) {
        return Pods.restarts(status) >= 2;
    }

    private static Sighting sighting(
            Sighting.Text text, Pod pod, ContainerStatus status, ContainerStateTerminated end) {
        String words = Messages.Crash_evidence(
                Objects.requireNonNullElse(end.getReason(), "?"), end.getExitCode(), Pods.restarts(status));
        if (end.getMessage() != null && !end.getMessage().isBlank()) {
            // What the program left in its terminationMessagePath.
            words += "\n" + end.getMessage().strip();
        }
        return Sighting.of(text, pod, Pods.place(pod, status.getName()), end.getFinishedAt(), words);
    }
}
