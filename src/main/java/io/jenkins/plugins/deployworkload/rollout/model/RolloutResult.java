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
 * The result of a rollout. A Jackson {@code ObjectMapper} without modules can write and read a result.
 *
 * @param message the description of the outcome for users
 * @param objects the applied objects; objects that were refused or not sent are not included
 * @param findings the known reasons why the workload is not healthy; empty after success
 * @param recovery what the rollout did after a failure; the message contains the details
 * @param digests the image digests that nodes report for running pods, by container name
 * @param startedAt the start time by this machine's clock
 * @param duration the duration of the rollout; in JSON, the field {@code durationMillis}
 * @param planId the id of the plan of a dry run; {@code null} if there is none
 * @param restored what runs after a rollback; {@code null} without one
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
        Duration duration,

        @JsonInclude(JsonInclude.Include.NON_NULL) String planId,

        @JsonInclude(JsonInclude.Include.NON_NULL) Restored restored) {

    /** The result of a rollback, or of the removal of a failed deploy. */
    public enum RecoveryOutcome {
        /** The deploy did not fail, or its objects were kept. */
        NONE,
        /** The last healthy revision was restored and is healthy. */
        ROLLED_BACK,
        /** There was no healthy revision, so the objects that the deploy created were deleted. */
        REMOVED,
        /** The rollback failed too. */
        FAILED
    }

    /**
     * The revision that a rollback has restored.
     *
     * @param images the images of its containers, each once
     * @param build the build that deployed it, in characters that a page can show; {@code null} if unknown, or if it
     *     belongs to another job than the one that was rolled back, whose name not everybody may read
     */
    public record Restored(
            List<String> images,
            @JsonInclude(JsonInclude.Include.NON_NULL) String build) {

        public Restored {
            images = images == null ? List.of() : List.copyOf(images);
        }

        public static Restored of(List<AppliedObject> objects, String build) {
            return new Restored(
                    objects.stream()
                            .flatMap(object -> object.images().values().stream())
                            .distinct()
                            .toList(),
                    build);
        }
    }

    /** A result without a plan. */
    public RolloutResult(
            Outcome outcome,
            String message,
            List<AppliedObject> objects,
            List<Finding> findings,
            RecoveryOutcome recovery,
            Map<String, String> digests,
            Instant startedAt,
            Duration duration) {
        this(outcome, message, objects, findings, recovery, digests, startedAt, duration, null, null);
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
