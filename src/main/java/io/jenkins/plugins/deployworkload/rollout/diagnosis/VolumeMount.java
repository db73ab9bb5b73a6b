package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/**
 * A volume cannot be mounted, mostly because the ConfigMap or Secret that it shows is not there. The pod itself says only
 * that it is being made; no more than this event tells why.
 */
final class VolumeMount implements Signal {

    static final String NAME = "VolumeMount";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.VolumeMount_what(), Messages.VolumeMount_advice());
        return BeforeStart.of(scene, text, "FailedMount");
    }
}
