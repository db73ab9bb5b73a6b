package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.List;

/**
 * All that another process needs to go on waiting: some hundred bytes an object, and nothing secret.
 *
 * @param version of this format
 * @param options what may be done beyond waiting
 * @param revision its name in the workload's record, or that of the revision that is put back; {@code null} where there is no
 *     record
 * @param failed the deploy that is being undone, while the other values are about what is put back; {@code null} as long as
 *     nothing has failed
 * @param allApplied whether everything was applied when this was taken; if not, there is nothing to go on with
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

    /** The version that this code writes, and the only one that it reads. */
    public static final int VERSION = 2;

    /**
     * An object that was applied.
     *
     * @param specHash hash of its spec without the replicas; {@code null} for kinds that are not waited for
     * @param staleFailure see {@code ExpectedState}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ObjectCheckpoint(AppliedObject object, String specHash, String staleFailure) {}

    /**
     * How a deploy ended that is being undone.
     *
     * @param revision its own name in the workload's record, which it still has there until the revision before it has been
     *     claimed; {@code null} where there is no record
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FailedDeploy(
            Outcome outcome, String message, List<AppliedObject> objects, List<Finding> findings, String revision) {

        /** Logs are in the build's log already, and beyond some findings nobody reads. */
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

    public RolloutCheckpoint withFailed(FailedDeploy failure) {
        return new RolloutCheckpoint(
                version, namespace, workload, allApplied, objects, startedAt, deadline, options, revision, failure);
    }

    public String toJson() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException if it was written by an unknown version, or not by this at all */
    public static RolloutCheckpoint fromJson(String json) {
        try {
            JsonNode tree = Json.MAPPER.readTree(json);
            // Asked before the rest is read, which another version may have changed.
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
