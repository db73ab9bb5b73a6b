package io.jenkins.plugins.deployworkload.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a running step is kept across restarts: JSON with a version, so that a later plugin can tell what it reads. Nothing in
 * it is secret.
 *
 * @param cluster       its name in Jenkins' configuration
 * @param credentialsId null for the cluster's own
 * @param buildResult   what becomes of the build when a workload does not run; null for a failure
 * @param started         what must not begin again, in the order of the descriptions
 */
public record StepState(String cluster, String credentialsId, BuildResult buildResult, List<StartedRollout> started) {

    private static final int VERSION = 2;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * A rollout that is applied, or has ended.
     *
     * @param result null as long as it goes on
     */
    record StartedRollout(RolloutCheckpoint checkpoint, RolloutResult result) {

        String workload() {
            return checkpoint.workload();
        }
    }

    public StepState {
        started = List.copyOf(started);
    }

    public static StepState of(DeployWorkloadStep step) {
        return new StepState(step.getCluster(), step.getCredentialsId(), step.getBuildResult(), List.of());
    }

    StepState with(List<StartedRollout> other) {
        return new StepState(cluster, credentialsId, buildResult, other);
    }

    /** What is known of the workload of this name; empty if it has to begin. */
    Optional<StartedRollout> started(String workload) {
        return started.stream()
                .filter(known -> known.workload().equals(workload))
                .findFirst();
    }

    String toJson() {
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION);
        json.put("cluster", cluster).put("credentialsId", credentialsId);
        json.put("buildResult", buildResult == null ? null : buildResult.name());
        ArrayNode rollouts = json.putArray("rollouts");
        started.forEach(known -> {
            ObjectNode rollout =
                    rollouts.addObject().put("memory", known.checkpoint().toJson());
            if (known.result() != null) {
                rollout.set("result", MAPPER.valueToTree(known.result()));
            }
        });
        return json.toString();
    }

    /** @throws AbortException with a sentence, if another version has written it */
    static StepState fromJson(String json) throws AbortException {
        try {
            JsonNode tree = MAPPER.readTree(json == null ? "" : json);
            if (tree.path("version").asInt() != VERSION) {
                throw new AbortException(Messages.StepState_Unreadable());
            }
            List<StartedRollout> begun = new ArrayList<>();
            for (JsonNode rollout : tree.path("rollouts")) {
                begun.add(new StartedRollout(
                        RolloutCheckpoint.fromJson(rollout.path("memory").asText()),
                        rollout.has("result")
                                ? MAPPER.treeToValue(rollout.path("result"), RolloutResult.class)
                                : null));
            }
            String asked = tree.path("buildResult").textValue();
            return new StepState(
                    tree.path("cluster").textValue(),
                    tree.path("credentialsId").textValue(),
                    asked == null ? null : BuildResult.valueOf(asked),
                    begun);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            AbortException unreadable = new AbortException(Messages.StepState_Unreadable());
            unreadable.initCause(e);
            throw unreadable;
        }
    }
}
