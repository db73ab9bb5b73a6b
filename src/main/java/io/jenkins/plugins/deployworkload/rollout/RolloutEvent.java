package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;

/** Something happened in a rollout. In JSON {@code event} says what, and {@code time} is ISO 8601 with milliseconds. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RolloutEvent.Applied.class, name = "applied"),
    @JsonSubTypes.Type(value = RolloutEvent.Warning.class, name = "warning"),
    @JsonSubTypes.Type(value = RolloutEvent.Watching.class, name = "watching"),
    @JsonSubTypes.Type(value = RolloutEvent.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = RolloutEvent.Ended.class, name = "ended")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface RolloutEvent {

    /** By this machine's clock, to the millisecond. */
    Instant time();

    /** The API server has taken an object. */
    record Applied(@JsonSerialize(using = Json.WriteInstant.class) Instant time, RolledObject object)
            implements RolloutEvent {}

    /**
     * Something that does not end the rollout.
     *
     * @param object what it is about; {@code null} if about none
     */
    record Warning(@JsonSerialize(using = Json.WriteInstant.class) Instant time, ObjectRef object, String message)
            implements RolloutEvent {}

    /**
     * Everything is applied, and waited for.
     *
     * @param memory to be kept by whoever wants to go on watching after a restart
     */
    record Watching(@JsonSerialize(using = Json.WriteInstant.class) Instant time, RolloutMemory memory)
            implements RolloutEvent {}

    /** How far an object is, in one sentence that differs from the one before. */
    record Progress(@JsonSerialize(using = Json.WriteInstant.class) Instant time, ObjectRef object, String message)
            implements RolloutEvent {}

    /** The last event of a rollout. */
    record Ended(@JsonSerialize(using = Json.WriteInstant.class) Instant time, RolloutResult result)
            implements RolloutEvent {}
}
