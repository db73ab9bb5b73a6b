package io.jenkins.plugins.deployworkload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import io.jenkins.plugins.deployworkload.rollout.RolloutMemory;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Tree;
import java.util.ArrayList;
import java.util.List;

/** How a running step is kept across restarts: JSON with a version, so that a later plugin can tell what it reads. */
final class StepMemory {

    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StepMemory() {}

    static String write(DeployWorkloadStep step) {
        ObjectNode memory = versioned();
        memory.set("step", Tree.of(step));
        return memory.toString();
    }

    static DeployWorkloadStep readStep(String json) throws AbortException, InvalidDescriptionException {
        return Binder.bind(read(json).path("step"), DeployWorkloadStep.class);
    }

    static String write(List<RolloutMemory> rollouts) {
        ObjectNode memory = versioned();
        ArrayNode list = memory.putArray("rollouts");
        rollouts.forEach(rollout -> list.add(rollout.toJson()));
        return memory.toString();
    }

    static List<RolloutMemory> readRollouts(String json) throws AbortException {
        List<RolloutMemory> rollouts = new ArrayList<>();
        for (JsonNode rollout : read(json).path("rollouts")) {
            rollouts.add(RolloutMemory.fromJson(rollout.textValue()));
        }
        return rollouts;
    }

    private static ObjectNode versioned() {
        return MAPPER.createObjectNode().put("version", VERSION);
    }

    private static JsonNode read(String json) throws AbortException {
        try {
            JsonNode memory = MAPPER.readTree(json);
            if (memory.path("version").asInt() == VERSION) {
                return memory;
            }
        } catch (JsonProcessingException e) {
            // Said below: what was written cannot be read.
        }
        throw new AbortException(Messages.StepMemory_Unreadable());
    }
}
