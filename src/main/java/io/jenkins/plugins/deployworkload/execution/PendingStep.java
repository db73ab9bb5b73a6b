package io.jenkins.plugins.deployworkload.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a running step needs as long as not everything is applied. It holds environment values, so that it is kept encrypted
 * only.
 *
 * @param plan null as long as files and builds were not read; read again they might say something else
 */
record PendingStep(DeployWorkloadStep step, DeploymentPlan plan) {

    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    String toJson() {
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION);
        json.set("step", TreeWriter.toTree(step));
        if (plan != null) {
            json.put("namespace", plan.namespace());
            ArrayNode workloads = json.putArray("workloads");
            plan.workloads().forEach(workload -> workloads.add(TreeWriter.toTree(workload)));
        }
        return json.toString();
    }

    /** @throws AbortException with a sentence, if another version has written it */
    static PendingStep fromJson(String json) throws AbortException {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree.path("version").asInt() != VERSION) {
                throw new AbortException(Messages.StepState_Unreadable());
            }
            DeployWorkloadStep step = Binder.bind(tree.path("step"), DeployWorkloadStep.class);
            if (!tree.has("workloads")) {
                return new PendingStep(step, null);
            }
            List<Workload> workloads = new ArrayList<>();
            for (JsonNode workload : tree.path("workloads")) {
                workloads.add(Binder.bind(workload, Workload.class));
            }
            return new PendingStep(
                    step, DeploymentPlan.of(step, tree.path("namespace").asText(), workloads));
        } catch (JsonProcessingException | InvalidDescriptionException e) {
            throw unreadable(e);
        }
    }

    private static AbortException unreadable(Exception cause) {
        AbortException unreadable = new AbortException(Messages.StepState_Unreadable());
        unreadable.initCause(cause);
        return unreadable;
    }
}
