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
 * What came of a rollout. Goes through plain Jackson both ways.
 *
 * @param message for people
 * @param objects what was applied, in the order of the answers; without what was refused or no longer tried
 * @param findings why it does not run, as far as that shows; empty after success
 * @param recovery what was done about a failure; the message says more
 * @param digests of the images that were seen to run, by the container's name, where the nodes tell them
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

    /** What was done about a deploy that failed. */
    public enum RecoveryOutcome {
        /** Nothing, or nothing was needed. */
        NONE,
        /** The last revision that was seen to run is back, and runs. */
        ROLLED_BACK,
        /** There was no such revision; what the deploy made was deleted. */
        REMOVED,
        /** It was tried to undo the deploy, and that failed too. */
        FAILED
    }

    /** Without digests, as where nothing was seen to run. */
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
