package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** The storage cannot make the volume, for a reason of its own: it goes on trying. */
final class Provisioning implements Signal {

    static final String NAME = "Provisioning";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.Provisioning_what(), Messages.Provisioning_advice());
        return Claims.warnings(scene, event -> !StorageClassMissing.is(event)).map(found -> found.sighting(text));
    }
}
