package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What came of a rollout. Goes through plain Jackson both ways.
 *
 * @param message for people
 * @param objects what was applied, in the order of the answers; without what was refused or no longer tried
 * @param startedAt by this machine's clock
 * @param duration in JSON as {@code durationMillis}
 */
public record RolloutResult(
        Outcome outcome,
        String message,
        List<RolledObject> objects,
        @JsonSerialize(using = Json.WriteInstant.class) @JsonDeserialize(using = Json.ReadInstant.class)
        Instant startedAt,

        @JsonProperty("durationMillis")
        @JsonSerialize(using = Json.WriteMillis.class)
        @JsonDeserialize(using = Json.ReadMillis.class)
        Duration duration) {

    public RolloutResult {
        objects = List.copyOf(objects);
    }
}
