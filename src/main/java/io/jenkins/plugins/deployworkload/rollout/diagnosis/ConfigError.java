package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.Set;
import java.util.stream.Stream;

/**
 * What an environment variable refers to is not there: a ConfigMap, a Secret, or a key in one. Also a user that the image
 * does not have, where the pod must not run as root.
 */
final class ConfigError implements Signal {

    static final String NAME = "ConfigError";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.ConfigError_what(), Messages.ConfigError_advice());
        return Waits.of(scene, text, Set.of("CreateContainerConfigError"));
    }
}
