package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** The image's name cannot be read: no registry is asked, and no try will be better. */
final class InvalidImageName implements Signal {

    static final String NAME = "InvalidImageName";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text =
                new Sighting.Text(NAME, Messages.InvalidImageName_what(), Messages.InvalidImageName_advice());
        return scene.unready()
                .flatMap(pod -> Pods.containers(pod)
                        .filter(status -> "InvalidImageName".equals(Pods.waiting(status)))
                        .map(status -> Sighting.of(
                                text, pod, Pods.place(pod, status.getName()), Pods.since(pod), Pods.message(status))));
    }
}
