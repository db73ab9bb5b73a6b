package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** The program ends again and again, be it without an error: it was to go on. */
final class CrashLoop implements Signal {

    static final String NAME = "CrashLoop";

    @Override
    public Stream<Sighting> look(Scene scene) {
        return Crashes.of(scene)
                .filter(ended -> ended.again() && ended.by() != Crashes.By.MEMORY)
                .map(ended -> ended.sighting(text(ended.by())));
    }

    private static Sighting.Text text(Crashes.By by) {
        return switch (by) {
            case ITSELF ->
                new Sighting.Text(NAME, Messages.CrashLoop_byItself_what(), Messages.CrashLoop_byItself_advice());
            case PROBE -> new Sighting.Text(NAME, Messages.CrashLoop_byProbe_what(), Messages.LivenessProbe_advice());
            case ERROR, MEMORY -> new Sighting.Text(NAME, Messages.CrashLoop_what(), Messages.CrashLoop_advice());
        };
    }
}
