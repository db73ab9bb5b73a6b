package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * An event of a rollout. In JSON, the field {@code event} is the type of the event, and the field {@code time} is ISO
 * 8601 with milliseconds.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RolloutEvent.Applying.class, name = "applying"),
    @JsonSubTypes.Type(value = RolloutEvent.Applied.class, name = "applied"),
    @JsonSubTypes.Type(value = RolloutEvent.Deleted.class, name = "deleted"),
    @JsonSubTypes.Type(value = RolloutEvent.Warning.class, name = "warning"),
    @JsonSubTypes.Type(value = RolloutEvent.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = RolloutEvent.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = RolloutEvent.TreeChanged.class, name = "tree"),
    @JsonSubTypes.Type(value = RolloutEvent.Found.class, name = "found"),
    @JsonSubTypes.Type(value = RolloutEvent.RollingBack.class, name = "rollingBack"),
    @JsonSubTypes.Type(value = RolloutEvent.WouldApply.class, name = "wouldApply"),
    @JsonSubTypes.Type(value = RolloutEvent.WouldDelete.class, name = "wouldDelete"),
    @JsonSubTypes.Type(value = RolloutEvent.Ended.class, name = "ended")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface RolloutEvent {

    /** The time of the event by this machine's clock, truncated to milliseconds. */
    Instant time();

    /** The current time, truncated to milliseconds. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * The rollout is prepared, its revision is active, and its objects are applied next.
     *
     * @param checkpoint the state to store, so that the rollout can resume after a restart
     */
    record Applying(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            RolloutCheckpoint checkpoint) implements RolloutEvent {}

    /** The API server accepted an object. */
    record Applied(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            AppliedObject object) implements RolloutEvent {}

    /** The API server has deleted an object or accepted its deletion. The message states the reason. */
    record Deleted(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            ObjectRef object,
            String message) implements RolloutEvent {}

    /**
     * A problem that does not fail the rollout.
     *
     * @param object the object with the problem; {@code null} if the problem concerns the whole rollout
     */
    record Warning(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            ObjectRef object,
            String message) implements RolloutEvent {}

    /**
     * All objects are applied, and the rollout waits until they are healthy.
     *
     * @param checkpoint the state to store, so that the rollout can resume after a restart
     */
    record Waiting(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            RolloutCheckpoint checkpoint) implements RolloutEvent {}

    /** The status message of an object has changed, or has not changed for almost 30 seconds or longer. */
    record Progress(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            ObjectRef object,
            String message) implements RolloutEvent {}

    /**
     * The ReplicaSets and pods below the objects of the rollout, or the addresses of its objects, have changed. The event
     * replaces earlier ones. It comes at most once a second, and at the end.
     */
    record TreeChanged(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            ResourceTree tree) implements RolloutEvent {}

    /**
     * A reason why an object is not healthy. The rollout reports each reason only once.
     *
     * @param object an object of this rollout
     */
    record Found(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            ObjectRef object,
            Finding finding) implements RolloutEvent {}

    /**
     * The deploy failed, and the rollback to the last healthy revision, or the deletion of the created objects, starts.
     *
     * @param message why the deploy failed
     * @param checkpoint the state to store; it replaces the earlier checkpoints
     */
    record RollingBack(
            @JsonSerialize(using = Json.InstantSerializer.class)
            Instant time,

            String message,
            RolloutCheckpoint checkpoint)
            implements RolloutEvent {}

    /**
     * A dry run reports the changes that an apply would make to an object.
     *
     * @param operation what the apply would do
     * @param changes the changed fields; empty if no field would change
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

    /**
     * A dry run reports an object that a deploy would delete. The deploy would prune the object, or delete it and
     * create it again. If the deploy would create the object again, {@link WouldApply} follows.
     */
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
