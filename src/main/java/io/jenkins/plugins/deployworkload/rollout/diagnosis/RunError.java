package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The container was made, but its program cannot be started: not there, not executable, built for another processor. After
 * the first try the kubelet only says that it backs off; how the container ended then still shows the reason.
 */
final class RunError implements Signal {

    static final String NAME = "RunError";

    /** Docker's and containerd's words for it. */
    private static final Set<String> ENDED = Set.of("ContainerCannotRun", "StartError");

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.RunError_what(), Messages.RunError_advice());
        return scene.unready()
                .flatMap(pod -> Pods.containers(pod)
                        .flatMap(status -> evidence(status).stream()
                                .map(words -> Sighting.of(
                                        text, pod, Pods.place(pod, status.getName()), Pods.since(pod), words))));
    }

    private static Optional<String> evidence(ContainerStatus status) {
        if (Pods.running(status)) {
            return Optional.empty();
        }
        Optional<String> ended = Pods.ended(status)
                .filter(state -> ENDED.contains(state.getReason()))
                .map(ContainerStateTerminated::getMessage);
        return ended.isEmpty() && "RunContainerError".equals(Pods.waiting(status))
                ? Optional.ofNullable(Pods.message(status))
                : ended;
    }

    static boolean is(ContainerStateTerminated state) {
        return ENDED.contains(state.getReason());
    }
}
