package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.List;

/**
 * The state that a rollout needs to resume in another process. A checkpoint needs a few hundred bytes per object and
 * contains no secrets.
 *
 * @param version the version of this format
 * @param options the options of the rollout
 * @param revision the name of the revision that is deployed or rolled back to; {@code null} without a revision history
 * @param failed the failed deploy that is being rolled back; {@code null} before a rollback. During a rollback, all
 *     other values describe the rollback
 * @param allApplied whether all objects were applied at the time of the checkpoint; if {@code false}, the rollout
 *     cannot resume
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RolloutCheckpoint(
        int version,
        String namespace,
        String workload,
        boolean allApplied,
        List<ObjectCheckpoint> objects,

        @JsonSerialize(using = Json.InstantSerializer.class) @JsonDeserialize(using = Json.InstantDeserializer.class)
        Instant startedAt,

        @JsonSerialize(using = Json.InstantSerializer.class) @JsonDeserialize(using = Json.InstantDeserializer.class)
        Instant deadline,

        RolloutOptions options,
        String revision,
        FailedDeploy failed) {

    /** The version that this class writes. This class cannot read checkpoints of other versions. */
    public static final int VERSION = 2;

    /**
     * An applied object.
     *
     * @param specHash the hash of the object's spec without the field {@code replicas}; {@code null} for kinds that a
     *     rollout does not wait for
     * @param staleFailure see {@code ExpectedState}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ObjectCheckpoint(AppliedObject object, String specHash, String staleFailure) {}

    /**
     * The result of a deploy that is being rolled back.
     *
     * @param revision the name of the revision of the failed deploy; {@code null} without a revision history. The
     *     revision of the failed deploy stays active until the rollback activates the previous revision
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FailedDeploy(
            Outcome outcome, String message, List<AppliedObject> objects, List<Finding> findings, String revision) {

        /**
         * The maximum number of findings in a checkpoint. Findings are stored without container logs, which are already
         * in the build log.
         */
        private static final int MAX_FINDINGS = 5;

        public FailedDeploy {
            objects = List.copyOf(objects);
            findings = findings == null
                    ? List.of()
                    : findings.stream()
                            .limit(MAX_FINDINGS)
                            .map(finding -> finding.withLog(List.of()))
                            .toList();
        }
    }

    public RolloutCheckpoint {
        if (version != VERSION) {
            throw new IllegalArgumentException(Messages.RolloutCheckpoint_unknownVersion(String.valueOf(version)));
        }
        if (namespace == null || workload == null || objects == null || startedAt == null || deadline == null) {
            throw new IllegalArgumentException(Messages.RolloutCheckpoint_unreadable());
        }
        objects = List.copyOf(objects);
        options = options == null ? RolloutOptions.defaults() : options;
    }

    public RolloutCheckpoint withFailed(FailedDeploy failedDeploy) {
        return new RolloutCheckpoint(
                version,
                namespace,
                workload,
                allApplied,
                objects,
                startedAt,
                deadline,
                options,
                revision,
                failedDeploy);
    }

    public String toJson() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException if the JSON is not a checkpoint of this version */
    public static RolloutCheckpoint fromJson(String json) {
        try {
            JsonNode tree = Json.MAPPER.readTree(json);
            // Check the version first, because other versions may have other fields.
            if (tree.path("version").asInt() != VERSION) {
                throw new IllegalArgumentException(Messages.RolloutCheckpoint_unknownVersion(
                        tree.path("version").asText("-")));
            }
            return Json.MAPPER.treeToValue(tree, RolloutCheckpoint.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(Messages.RolloutCheckpoint_unreadable(), e);
        }
    }
}
