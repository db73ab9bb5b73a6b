package io.jenkins.plugins.deployworkload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import io.jenkins.plugins.deployworkload.rollout.RolloutMemory;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
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
 * @param begun         what must not begin again, in the order of the descriptions
 */
record StepMemory(String cluster, String credentialsId, BuildResult buildResult, List<Begun> begun) {

    private static final int VERSION = 2;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * A rollout that is applied, or has ended.
     *
     * @param result null as long as it goes on
     */
    record Begun(RolloutMemory memory, RolloutResult result) {

        String workload() {
            return memory.workload();
        }
    }

    StepMemory {
        begun = List.copyOf(begun);
    }

    static StepMemory of(DeployWorkloadStep step) {
        return new StepMemory(step.getCluster(), step.getCredentialsId(), step.getBuildResult(), List.of());
    }

    StepMemory with(List<Begun> other) {
        return new StepMemory(cluster, credentialsId, buildResult, other);
    }

    /** What is known of the workload of this name; empty if it has to begin. */
    Optional<Begun> begun(String workload) {
        return begun.stream().filter(known -> known.workload().equals(workload)).findFirst();
    }

    String toJson() {
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION);
        json.put("cluster", cluster).put("credentialsId", credentialsId);
        json.put("buildResult", buildResult == null ? null : buildResult.name());
        ArrayNode rollouts = json.putArray("rollouts");
        begun.forEach(known -> {
            ObjectNode rollout =
                    rollouts.addObject().put("memory", known.memory().toJson());
            if (known.result() != null) {
                rollout.set("result", MAPPER.valueToTree(known.result()));
            }
        });
        return json.toString();
    }

    /** @throws AbortException with a sentence, if another version has written it */
    static StepMemory fromJson(String json) throws AbortException {
        try {
            JsonNode tree = MAPPER.readTree(json == null ? "" : json);
            if (tree.path("version").asInt() != VERSION) {
                throw new AbortException(Messages.StepMemory_Unreadable());
            }
            List<Begun> begun = new ArrayList<>();
            for (JsonNode rollout : tree.path("rollouts")) {
                begun.add(new Begun(
                        RolloutMemory.fromJson(rollout.path("memory").asText()),
                        rollout.has("result")
                                ? MAPPER.treeToValue(rollout.path("result"), RolloutResult.class)
                                : null));
            }
            String asked = tree.path("buildResult").textValue();
            return new StepMemory(
                    tree.path("cluster").textValue(),
                    tree.path("credentialsId").textValue(),
                    asked == null ? null : BuildResult.valueOf(asked),
                    begun);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            AbortException unreadable = new AbortException(Messages.StepMemory_Unreadable());
            unreadable.initCause(e);
            throw unreadable;
        }
    }
}
