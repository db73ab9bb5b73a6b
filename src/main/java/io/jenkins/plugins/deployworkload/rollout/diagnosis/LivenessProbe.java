package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.stream.Stream;

/**
 * A liveness or startup probe fails. When it has failed as often as its threshold says, the kubelet starts the container
 * again: then the restarts count, see {@link CrashLoop}.
 */
final class LivenessProbe implements Signal {

    static final String NAME = "LivenessProbe";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.LivenessProbe_what(), Messages.LivenessProbe_advice());
        return scene.unready().flatMap(pod -> failures(scene, pod).map(event -> Sighting.of(text, pod, event)));
    }

    /** Whether that of this container has failed. */
    static boolean fails(Scene scene, Pod pod, String container) {
        return failures(scene, pod)
                .anyMatch(event -> container.equals(Pods.place(pod, event).container()));
    }

    private static Stream<Event> failures(Scene scene, Pod pod) {
        return scene.about(pod)
                .filter(event ->
                        Events.has(event, "Unhealthy") && !Events.message(event).startsWith("Readiness"));
    }
}
