package io.jenkins.plugins.deployworkload.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a running step's state that is saved for a restart, as JSON with a format version. It contains no
 * secrets.
 *
 * @param cluster       name of the cluster in Jenkins' configuration
 * @param credentialsId the ID of the job's credential; null for the cluster's own credential
 * @param buildResult   result of the build if a workload does not become healthy; null for a failure
 * @param skipPublishingChecks whether no checks are published
 * @param started       rollouts that must not start again, in the order of the workload descriptions
 */
public record StepState(
        String cluster,
        String credentialsId,
        BuildResult buildResult,
        boolean skipPublishingChecks,
        List<StartedRollout> started) {

    private static final int VERSION = 2;

    /** Ignores unknown fields, because a version may get further optional fields. */
    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * A rollout that applies its objects or has ended.
     *
     * @param result the result; null while the rollout runs
     */
    record StartedRollout(RolloutCheckpoint checkpoint, RolloutResult result) {

        /**
         * A rollout that has ended before it applied an object.
         *
         * @param revision the name of the revision; null if unknown
         * @param message the reason, for users
         */
        static StartedRollout neverRun(
                String namespace,
                String workload,
                RolloutOptions options,
                String revision,
                Outcome outcome,
                String message) {
            Instant now = RolloutEvent.now();
            return new StartedRollout(
                    new RolloutCheckpoint(
                            RolloutCheckpoint.VERSION,
                            namespace,
                            workload,
                            false,
                            List.of(),
                            now,
                            now,
                            options,
                            revision,
                            null),
                    new RolloutResult(
                            outcome,
                            message,
                            List.of(),
                            List.of(),
                            RolloutResult.RecoveryOutcome.NONE,
                            now,
                            Duration.ZERO));
        }

        String workload() {
            return checkpoint.workload();
        }

        /** Whether the rollout may have applied an object. */
        boolean mayHaveApplied() {
            return !checkpoint.objects().isEmpty() || checkpoint.revision() != null || checkpoint.absent() != null;
        }

        /** Whether the rollout has to apply objects after a restart. */
        boolean needsObjects() {
            return result == null && checkpoint.failed() == null && !checkpoint.allApplied();
        }
    }

    public StepState {
        started = List.copyOf(started);
    }

    public static StepState of(DeployRequest request) {
        return new StepState(
                request.cluster(),
                request.credentialsId(),
                request.buildResult(),
                request.skipPublishingChecks(),
                List.of());
    }

    StepState with(List<StartedRollout> rollouts) {
        return new StepState(cluster, credentialsId, buildResult, skipPublishingChecks, rollouts);
    }

    /** The started rollout of this workload; empty if the rollout has not been started. */
    Optional<StartedRollout> started(String workload) {
        return started.stream()
                .filter(rollout -> rollout.workload().equals(workload))
                .findFirst();
    }

    String toJson() {
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION);
        json.put("cluster", cluster).put("credentialsId", credentialsId);
        json.put("buildResult", buildResult == null ? null : buildResult.name());
        if (skipPublishingChecks) {
            json.put("skipPublishingChecks", true);
        }
        ArrayNode rollouts = json.putArray("rollouts");
        started.forEach(rollout -> {
            ObjectNode object =
                    rollouts.addObject().put("checkpoint", rollout.checkpoint().toJson());
            if (rollout.result() != null) {
                object.set("result", MAPPER.valueToTree(rollout.result()));
            }
        });
        return json.toString();
    }

    /** @throws AbortException if an incompatible version of this plugin wrote the JSON; the message is for users */
    static StepState fromJson(String json) throws AbortException {
        try {
            JsonNode tree = MAPPER.readTree(json == null ? "" : json);
            if (tree.path("version").asInt() != VERSION) {
                throw new AbortException(Messages.StepState_unreadable());
            }
            List<StartedRollout> started = new ArrayList<>();
            for (JsonNode rollout : tree.path("rollouts")) {
                started.add(started(rollout));
            }
            String buildResult = tree.path("buildResult").textValue();
            return new StepState(
                    tree.path("cluster").textValue(),
                    tree.path("credentialsId").textValue(),
                    buildResult == null ? null : BuildResult.valueOf(buildResult),
                    tree.path("skipPublishingChecks").asBoolean(),
                    started);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            AbortException unreadable = new AbortException(Messages.StepState_unreadable());
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    private static StartedRollout started(JsonNode rollout) throws JsonProcessingException {
        String checkpoint = rollout.path("checkpoint").asText();
        try {
            return new StartedRollout(
                    RolloutCheckpoint.fromJson(checkpoint),
                    rollout.has("result") ? MAPPER.treeToValue(rollout.path("result"), RolloutResult.class) : null);
        } catch (IllegalArgumentException e) {
            return unreadable(MAPPER.readTree(checkpoint), e.getMessage());
        }
    }

    /**
     * Creates the result of a rollout whose checkpoint cannot be read. The workload and the namespace have the same field
     * names in every version of the checkpoint.
     *
     * @param message the reason, for users
     */
    private static StartedRollout unreadable(JsonNode checkpoint, String message) {
        return StartedRollout.neverRun(
                checkpoint.path("namespace").textValue(),
                checkpoint.path("workload").textValue(),
                null,
                checkpoint.path("revision").textValue(),
                Outcome.FAILED,
                message);
    }
}
