package io.jenkins.plugins.deployworkload.rollout.diagnosis;

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
        return scene.unready()
                .flatMap(pod -> scene.about(pod)
                        .filter(event -> Events.has(event, "Unhealthy")
                                && !Events.message(event).startsWith("Readiness"))
                        .map(event -> Sighting.of(text, pod, event)));
    }
}
