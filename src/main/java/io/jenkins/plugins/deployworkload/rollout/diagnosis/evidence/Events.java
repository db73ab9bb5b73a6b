package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads events of both event APIs: core/v1 and events.k8s.io. A core/v1 event counts its repetitions in {@code count}.
 * An events.k8s.io event, such as one of the scheduler, has the number of its repetitions in the field {@code series}.
 */
public final class Events {

    private Events() {}

    /** The time of the last occurrence, in the cluster's format; {@code null} if the event has no time. */
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

    /** The time of the last occurrence; empty if the event has no valid time. */
    public static Optional<Instant> lastSeenInstant(Event event) {
        return instant(lastSeen(event));
    }

    /** A time of the API; empty if it is {@code null} or not valid. */
    public static Optional<Instant> instant(String time) {
        try {
            return time == null ? Optional.empty() : Optional.of(Instant.parse(time));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public static boolean hasReason(Event event, String reason) {
        return reason.equals(event.getReason());
    }

    /** The message of the event; empty if the event has no message. */
    public static String message(Event event) {
        return Objects.requireNonNullElse(event.getMessage(), "");
    }
}
