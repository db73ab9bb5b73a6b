package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
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
 * @param aftermath what was done about a failure; the message says more
 * @param digests of the images that were seen to run, by the container's name, where the nodes tell them
 * @param startedAt by this machine's clock
 * @param duration in JSON as {@code durationMillis}
 */
public record RolloutResult(
        Outcome outcome,
        String message,
        List<RolledObject> objects,
        List<Finding> findings,
        Aftermath aftermath,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> digests,

        @JsonSerialize(using = Json.WriteInstant.class) @JsonDeserialize(using = Json.ReadInstant.class)
        Instant startedAt,

        @JsonProperty("durationMillis")
        @JsonSerialize(using = Json.WriteMillis.class)
        @JsonDeserialize(using = Json.ReadMillis.class)
        Duration duration) {

    /** What was done about a deploy that failed. */
    public enum Aftermath {
        /** Nothing, or nothing was needed. */
        NONE,
        /** The last revision that was seen to run is back, and runs. */
        ROLLED_BACK,
        /** There was no such revision; what the deploy made was deleted. */
        REMOVED,
        /** It was tried to undo the deploy, and that failed too. */
        NOT_UNDONE
    }

    /** Without digests, as where nothing was seen to run. */
    public RolloutResult(
            Outcome outcome,
            String message,
            List<RolledObject> objects,
            List<Finding> findings,
            Aftermath aftermath,
            Instant startedAt,
            Duration duration) {
        this(outcome, message, objects, findings, aftermath, Map.of(), startedAt, duration);
    }

    public RolloutResult {
        aftermath = aftermath == null ? Aftermath.NONE : aftermath;
        objects = List.copyOf(objects);
        findings = findings == null ? List.of() : List.copyOf(findings);
        digests = digests == null ? Map.of() : Map.copyOf(digests);
    }
}
