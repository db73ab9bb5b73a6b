package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** The program ends again and again. */
final class CrashLoop implements Signal {

    static final String NAME = "CrashLoop";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.CrashLoop_what(), Messages.CrashLoop_advice());
        return Crashes.of(scene, text, (status, end) -> Crashes.again(status) && !Crashes.outOfMemory(end));
    }
}
