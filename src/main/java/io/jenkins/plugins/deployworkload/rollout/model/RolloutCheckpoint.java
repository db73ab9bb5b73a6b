package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.redeploy.Redeploy;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The state that a rollout needs to resume in another process. A checkpoint needs a few hundred bytes per object and
 * contains no secrets.
 *
 * @param version the version of this format
 * @param options the options of the rollout
 * @param revision the name of the revision that is deployed or rolled back to; {@code null} without a revision history
 * @param deployer who deploys; {@code null} for nobody
 * @param failed the failed deploy that is being rolled back; {@code null} before a rollback. During a rollback, all
 *     other values describe the rollback
 * @param allApplied whether all objects were applied at the time of the checkpoint; if not, the rollout needs its
 *     objects to resume
 * @param absent the labels of the objects that did not exist before the rollout and are not known to be applied; {@code
 *     null} for none. Such an object counts as created by the rollout, even if another process has created it
 * @param redeploy the stored revision that the rollout applies again; {@code null} for new objects and for a rollback
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
        Deployer deployer,
        FailedDeploy failed,
        List<String> absent,
        Redeploy redeploy) {

    /** The version that this class writes. This class also reads the versions since {@link #OLDEST_VERSION}. */
    public static final int VERSION = 3;

    private static final int OLDEST_VERSION = 2;

    /** Ignores unknown fields, because a version may get further optional fields. */
    private static final ObjectReader READER =
            Json.MAPPER.readerFor(RolloutCheckpoint.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * An applied object.
     *
     * @param specHash the hash of the object's spec without the field {@code replicas}; {@code null} for kinds that a
     *     rollout does not wait for
     * @param clientVersion the version of the client whose model of the object was hashed; {@code null} in checkpoints
     *     of version 2
     * @param staleFailure see {@code ExpectedState}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ObjectCheckpoint(AppliedObject object, String specHash, String clientVersion, String staleFailure) {}

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

    @JsonCreator
    public RolloutCheckpoint {
        if (version != VERSION
                || namespace == null
                || workload == null
                || objects == null
                || startedAt == null
                || deadline == null) {
            throw new IllegalArgumentException(Messages.RolloutCheckpoint_unreadable());
        }
        objects = List.copyOf(objects);
        options = options == null ? RolloutOptions.defaults() : options;
        deployer = Deployer.NOBODY.equals(deployer) ? null : deployer;
        absent = absent == null || absent.isEmpty() ? null : List.copyOf(absent);
    }

    /** A checkpoint of a rollout that nobody owns, without objects that did not exist before. */
    public RolloutCheckpoint(
            int version,
            String namespace,
            String workload,
            boolean allApplied,
            List<ObjectCheckpoint> objects,
            Instant startedAt,
            Instant deadline,
            RolloutOptions options,
            String revision,
            FailedDeploy failed) {
        this(
                version,
                namespace,
                workload,
                allApplied,
                objects,
                startedAt,
                deadline,
                options,
                revision,
                null,
                failed,
                null,
                null);
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
                deployer,
                failedDeploy,
                absent,
                redeploy);
    }

    public String toJson() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a checkpoint of this version or an earlier one.
     *
     * @throws IllegalArgumentException if a newer version of the plugin wrote the checkpoint, or the JSON is not a
     *     checkpoint; the message is for users
     */
    public static RolloutCheckpoint fromJson(String json) {
        try {
            JsonNode tree = Json.MAPPER.readTree(json);
            int version = tree.path("version").asInt();
            if (version > VERSION) {
                throw new IllegalArgumentException(Messages.RolloutCheckpoint_newerVersion(String.valueOf(version)));
            }
            if (version < OLDEST_VERSION) {
                throw new IllegalArgumentException(Messages.RolloutCheckpoint_unreadable());
            }
            return READER.readValue(migrate((ObjectNode) tree));
        } catch (IOException e) {
            throw new IllegalArgumentException(Messages.RolloutCheckpoint_unreadable(), e);
        }
    }

    /** Converts a checkpoint of an earlier version to this version. */
    private static ObjectNode migrate(ObjectNode tree) {
        // Version 2 has no clientVersion. A missing clientVersion differs from every version, so version 2 needs no
        // change.
        return tree.put("version", VERSION);
    }
}
