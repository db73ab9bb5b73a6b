package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A detector whose exceptions do not reach its caller. If the detector throws, it detects nothing, and the other
 * detectors still run. Each kind of exception is logged once for each detector, because a diagnosis runs after every
 * event.
 */
public final class GuardedDetector implements Detector {

    private static final Logger LOGGER = Logger.getLogger(GuardedDetector.class.getName());

    private final Detector detector;
    private final Set<Class<?>> logged = ConcurrentHashMap.newKeySet();

    public GuardedDetector(Detector detector) {
        this.detector = detector;
    }

    /** The signal name in {@code docs/diagnosis.md}: the name of the detector's class without the suffix. */
    public String signal() {
        return detector.getClass().getSimpleName().replaceFirst("Detector$", "");
    }

    @Override
    public Stream<Detection> detect(ControllerView view) {
        try {
            // The list is complete before this method returns, so that no exception can follow.
            return detector.detect(view).toList().stream();
        } catch (RuntimeException e) {
            if (logged.add(e.getClass())) {
                LOGGER.log(Level.WARNING, "The detector " + signal() + " failed", e);
            }
            return Stream.empty();
        }
    }
}
