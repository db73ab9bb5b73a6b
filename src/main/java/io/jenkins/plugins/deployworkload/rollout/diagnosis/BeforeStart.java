package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** Finds pods whose containers cannot be started yet, by a warning: they say no more themselves than that they are being made. */
final class BeforeStart {

    private BeforeStart() {}

    static Stream<Sighting> of(Scene scene, Sighting.Text text, String reason) {
        return scene.pods().stream()
                .filter(Pods::starting)
                .flatMap(pod -> scene.about(pod)
                        .filter(event -> Events.has(event, reason))
                        .map(event -> Sighting.of(text, pod, event)));
    }
}
