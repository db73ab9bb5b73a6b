package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Something happened in a rollout. In JSON {@code event} says what, and {@code time} is ISO 8601 with milliseconds. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RolloutEvent.Applied.class, name = "applied"),
    @JsonSubTypes.Type(value = RolloutEvent.Deleted.class, name = "deleted"),
    @JsonSubTypes.Type(value = RolloutEvent.Warning.class, name = "warning"),
    @JsonSubTypes.Type(value = RolloutEvent.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = RolloutEvent.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = RolloutEvent.Found.class, name = "found"),
    @JsonSubTypes.Type(value = RolloutEvent.RollingBack.class, name = "rollingBack"),
    @JsonSubTypes.Type(value = RolloutEvent.WouldApply.class, name = "wouldApply"),
    @JsonSubTypes.Type(value = RolloutEvent.WouldDelete.class, name = "wouldDelete"),
    @JsonSubTypes.Type(value = RolloutEvent.Ended.class, name = "ended")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface RolloutEvent {

    /** By this machine's clock, to the millisecond. */
    Instant time();

    /** The current time, to the millisecond, as events write it. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The API server has taken an object. */
    record Applied(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            AppliedObject object) implements RolloutEvent {}

    /** An object was deleted, or is being deleted, for the reason said. */
    record Deleted(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            ObjectRef object,
            String message) implements RolloutEvent {}

    /**
     * Something that does not end the rollout.
     *
     * @param object what it is about; {@code null} if about none
     */
    record Warning(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            ObjectRef object,
            String message) implements RolloutEvent {}

    /**
     * Everything is applied, and waited for.
     *
     * @param checkpoint to be kept by whoever wants to go on watching after a restart
     */
    record Waiting(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            RolloutCheckpoint checkpoint) implements RolloutEvent {}

    /** How far an object is, in one sentence that differs from the one before. */
    record Progress(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            ObjectRef object,
            String message) implements RolloutEvent {}

    /**
     * A reason why an object does not run, or not yet; each is told once.
     *
     * @param object of this rollout
     */
    record Found(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            ObjectRef object,
            Finding finding) implements RolloutEvent {}

    /**
     * The deploy failed, and what ran before is put back.
     *
     * @param message why
     * @param checkpoint to be kept instead of the one before
     */
    record RollingBack(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            String message,
            RolloutCheckpoint checkpoint)
            implements RolloutEvent {}

    /**
     * What a dry run would change at an object.
     *
     * @param operation what an apply would do
     * @param changes field by field; empty for none
     */
    record WouldApply(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            ObjectRef object,
            AppliedObject.Operation operation,
            List<FieldChange> changes)
            implements RolloutEvent {

        public WouldApply {
            changes = List.copyOf(changes);
        }
    }

    /** An object that a deploy would delete, as it is no longer described or is to be made again, which is told next. */
    record WouldDelete(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            ObjectRef object,
            String message) implements RolloutEvent {}

    /** The last event of a rollout. */
    record Ended(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            RolloutResult result) implements RolloutEvent {}
}
