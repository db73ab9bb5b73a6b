package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** The program has ended and was or will be started again: worth saying, but it may well run the next time. */
final class Crash implements Signal {

    static final String NAME = "Crash";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.Crash_what(), Messages.Crash_advice());
        return Crashes.of(scene, text, (status, end) -> !Crashes.again(status));
    }
}
