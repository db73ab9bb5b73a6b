package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.Set;
import java.util.stream.Stream;

/** The runtime cannot make the container: names that are still taken, storage that does not answer. */
final class CreateError implements Signal {

    static final String NAME = "CreateError";

    private static final Set<String> REASONS =
            Set.of("CreateContainerError", "PreCreateHookError", "PreStartHookError");

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.CreateError_what(), Messages.CreateError_advice());
        return Waits.of(scene, text, REASONS);
    }
}
