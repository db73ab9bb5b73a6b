package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** The program has ended and was or will be started again: worth saying, but it may well run the next time. */
final class Crash implements Signal {

    static final String NAME = "Crash";

    @Override
    public Stream<Sighting> look(Scene scene) {
        return Crashes.of(scene).filter(ended -> !ended.again()).map(ended -> ended.sighting(text(ended.by())));
    }

    private static Sighting.Text text(Crashes.By by) {
        String what =
                switch (by) {
                    case ITSELF -> Messages.Crash_byItself_what();
                    case PROBE -> Messages.Crash_byProbe_what();
                    case ERROR, MEMORY -> Messages.Crash_what();
                };
        return new Sighting.Text(NAME, what, Messages.Crash_advice());
    }
}
