package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The result of a rollout. Plain Jackson writes and reads it.
 *
 * @param message for users
 * @param objects the applied objects; without those that were refused or not tried
 * @param findings the reasons why the workload is not healthy, as far as they are known; empty after success
 * @param recovery how a failure was handled; the message gives details
 * @param digests the digests of the images of running pods, by container name, as far as nodes report them
 * @param startedAt by this machine's clock
 * @param duration in JSON as {@code durationMillis}
 */
public record RolloutResult(
        Outcome outcome,
        String message,
        List<AppliedObject> objects,
        List<Finding> findings,
        RecoveryOutcome recovery,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> digests,

        @JsonSerialize(using = Json.InstantSerializer.class) @JsonDeserialize(using = Json.InstantDeserializer.class)
        Instant startedAt,

        @JsonProperty("durationMillis")
        @JsonSerialize(using = Json.MillisSerializer.class)
        @JsonDeserialize(using = Json.MillisDeserializer.class)
        Duration duration) {

    /** How a failed deploy was handled. */
    public enum RecoveryOutcome {
        /** The failed deploy was kept, or the deploy did not fail. */
        NONE,
        /** The last healthy revision was restored and is healthy. */
        ROLLED_BACK,
        /** There was no healthy revision, so the objects that the deploy created were deleted. */
        REMOVED,
        /** The rollback failed too. */
        FAILED
    }

    /** A result without digests. */
    public RolloutResult(
            Outcome outcome,
            String message,
            List<AppliedObject> objects,
            List<Finding> findings,
            RecoveryOutcome recovery,
            Instant startedAt,
            Duration duration) {
        this(outcome, message, objects, findings, recovery, Map.of(), startedAt, duration);
    }

    public RolloutResult {
        recovery = recovery == null ? RecoveryOutcome.NONE : recovery;
        objects = List.copyOf(objects);
        findings = findings == null ? List.of() : List.copyOf(findings);
        digests = digests == null ? Map.of() : Map.copyOf(digests);
    }
}
