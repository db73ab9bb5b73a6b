package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** The container needs more memory than its limit, again and again. */
final class OutOfMemory implements Signal {

    static final String NAME = "OutOfMemory";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.OutOfMemory_what(), Messages.OutOfMemory_advice());
        return Crashes.of(scene)
                .filter(ended -> ended.again() && ended.by() == Crashes.By.MEMORY)
                .map(ended -> ended.sighting(text));
    }
}
