package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Changes a random Job so that its properties satisfy the rules of its completion mode and of its policies. */
final class JobConstraintRepair {

    private JobConstraintRepair() {}

    static void repair(ObjectNode job, ObjectNode workload, Random random) {
        if ("Indexed".equals(job.path("completionMode").asText())) {
            indexed(job, random);
            String name = workload.get("name").asText().replace(".", "");
            workload.put("name", name.substring(0, Math.min(40, name.length())));
        } else {
            job.remove(List.of("backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"));
        }
        if (job.has("podFailurePolicy")) {
            job.put("restartPolicy", "Never");
            workload.path("containers").forEach(container -> ((ObjectNode) container).remove("resizePolicy"));
            workload.path("initContainers").forEach(container -> ((ObjectNode) container).remove("resizePolicy"));
            job.remove("podReplacementPolicy");
            job.get("podFailurePolicy").get("rules").forEach(rule -> failureRule((ObjectNode) rule, job, workload));
        }
    }

    private static void indexed(ObjectNode job, Random random) {
        job.put("completions", 5 + random.nextInt(100));
        if (job.has("parallelism")) {
            job.put("parallelism", random.nextInt(100));
        }
        if (!job.has("backoffLimitPerIndex")) {
            job.remove("maxFailedIndexes");
        } else if (job.has("maxFailedIndexes")) {
            job.put("maxFailedIndexes", random.nextInt(5));
        }
        for (JsonNode rule : job.path("successPolicy").path("rules")) {
            if (rule.has("succeededCount") || !rule.has("succeededIndexes")) {
                ((ObjectNode) rule).put("succeededCount", 1);
            }
        }
    }

    private static void failureRule(ObjectNode rule, ObjectNode job, ObjectNode workload) {
        if (!job.has("backoffLimitPerIndex")
                && "FailIndex".equals(rule.get("action").asText())) {
            rule.put("action", "Count");
        }
        if (rule.has("onPodConditions") || !rule.has("onExitCodes")) {
            rule.remove("onExitCodes");
            ArrayNode conditions = rule.withArray("onPodConditions");
            if (conditions.isEmpty()) {
                conditions.addObject().put("type", "DisruptionTarget");
            }
            return;
        }
        ObjectNode codes = (ObjectNode) rule.get("onExitCodes");
        codes.putArray("values").add("1").add("137");
        if (codes.has("containerName")) {
            codes.put("containerName", workload.at("/containers/0/name").asText());
        }
    }
}
