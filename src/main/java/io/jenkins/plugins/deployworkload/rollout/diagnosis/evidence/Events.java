package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads events of both APIs: those of the older one count repetitions in place, those of the newer one (the scheduler's)
 * have a series.
 */
public final class Events {

    private Events() {}

    /** When it happened last, as it stands there; {@code null} if it does not say. */
    public static String lastSeen(Event event) {
        return Stream.of(
                        event.getSeries() == null || event.getSeries().getLastObservedTime() == null
                                ? null
                                : event.getSeries().getLastObservedTime().getTime(),
                        event.getLastTimestamp(),
                        event.getEventTime() == null
                                ? null
                                : event.getEventTime().getTime(),
                        event.getMetadata().getCreationTimestamp())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** When it happened last, if that is known. */
    public static Optional<Instant> lastSeenInstant(Event event) {
        String time = lastSeen(event);
        try {
            return time == null ? Optional.empty() : Optional.of(Instant.parse(time));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public static boolean hasReason(Event event, String reason) {
        return reason.equals(event.getReason());
    }

    /** Its message; empty for none. */
    public static String message(Event event) {
        return Objects.requireNonNullElse(event.getMessage(), "");
    }
}
