package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.Set;
import java.util.stream.Stream;

/** The image is not on the node, and the pull policy Never forbids to fetch it. */
final class ImageNeverPull implements Signal {

    static final String NAME = "ImageNeverPull";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.ImageNeverPull_what(), Messages.ImageNeverPull_advice());
        return Waits.of(scene, text, Set.of("ErrImageNeverPull"));
    }
}
