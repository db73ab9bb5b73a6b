package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.Set;
import java.util.stream.Stream;

/** The image's name cannot be read: no registry is asked, and no try will be better. */
final class InvalidImageName implements Signal {

    static final String NAME = "InvalidImageName";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text =
                new Sighting.Text(NAME, Messages.InvalidImageName_what(), Messages.InvalidImageName_advice());
        return Waits.of(scene, text, Set.of("InvalidImageName"));
    }
}
