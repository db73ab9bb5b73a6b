package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** A readiness probe fails: normal while a program starts, and all there is to see when it never becomes ready. */
final class ReadinessProbe implements Signal {

    static final String NAME = "ReadinessProbe";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.ReadinessProbe_what(), Messages.ReadinessProbe_advice());
        return scene.unready()
                .flatMap(pod -> scene.about(pod)
                        .filter(event -> Events.has(event, "Unhealthy")
                                && Events.message(event).startsWith("Readiness"))
                        .map(event -> Sighting.of(text, pod, event)));
    }
}
