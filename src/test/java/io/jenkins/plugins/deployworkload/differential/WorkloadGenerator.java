package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.rules.RuleTable;
import io.jenkins.plugins.deployworkload.workload.rules.RuleTable.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Generates random workloads: valid ones, and ones that break one or several rules. Equal seeds give equal workloads. */
final class WorkloadGenerator {

    private static final int VALID_PERCENT = 41;
    private static final int MULTIPLE_FAULTS_PERCENT = 4;

    private final List<Rule> rules = RuleTable.rules();
    private final long seed;
    private int nextRule;

    WorkloadGenerator(long seed) {
        this.seed = seed;
    }

    /** A generated workload, and the rules that the workload breaks. */
    record Case(int number, ObjectNode tree, List<Rule> brokenRules) {}

    Case next(int number) {
        Random random = new Random(seed * 1_000_003 + number);
        int kind = random.nextInt(100);
        if (kind < VALID_PERCENT) {
            return new Case(number, valid(random), List.of());
        }
        List<Rule> chosen = new ArrayList<>();
        if (kind < VALID_PERCENT + MULTIPLE_FAULTS_PERCENT) {
            for (int i = random.nextInt(2); i >= -1; i--) {
                Rule rule = rules.get(random.nextInt(rules.size()));
                if (chosen.stream().noneMatch(other -> overlap(other.overlay(), rule.overlay()))) {
                    chosen.add(rule);
                }
            }
        } else {
            // Use the rules in turn, so that the test covers every rule.
            chosen.add(rules.get(nextRule++ % rules.size()));
        }
        ObjectNode tree = withoutReferences(valid(random), chosen);
        chosen.forEach(rule -> RuleTable.applyOverlay(tree, rule.overlay()));
        return new Case(number, tree, chosen);
    }

    ObjectNode valid(int number) {
        return valid(new Random(seed * 1_000_003 + number));
    }

    /**
     * Whether both overlays set the same field. Two such overlays are not combined, because the second overlay could
     * repair the fault of the first overlay.
     */
    private static boolean overlap(JsonNode first, JsonNode second) {
        for (Map.Entry<String, JsonNode> field : first.properties()) {
            JsonNode counterpart = second.path(field.getKey());
            boolean containers = "containers".equals(field.getKey()) && counterpart.has(0);
            if (containers ? overlap(field.getValue().path(0), counterpart.get(0)) : !counterpart.isMissingNode()) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode valid(Random random) {
        return ConstraintRepair.repair(new SectionGenerator(random).section(Workload.class), random);
    }

    /**
     * Removes fields that refer to other parts of the workload. If an overlay replaced a part that another field refers
     * to, the workload would break a further rule.
     */
    private static ObjectNode withoutReferences(ObjectNode workload, List<Rule> rules) {
        workload.put("name", "web");
        workload.remove(List.of("services", "podDisruptionBudget", "hostname", "matchLabels"));
        workload.get("controller")
                .forEach(controller ->
                        ((ObjectNode) controller).remove(List.of("autoscaling", "serviceName", "podFailurePolicy")));
        ConstraintRepair.list(workload, "volumes").forEach(WorkloadGenerator::removeFiles);
        ConstraintRepair.list(workload, "containers").forEach(WorkloadGenerator::removeReferences);
        ConstraintRepair.list(workload, "initContainers").forEach(WorkloadGenerator::removeReferences);
        if (rules.stream().anyMatch(rule -> rule.name().startsWith("scale-"))) {
            // Keep only the first container. An autoscaler needs resource requests in all containers, but the overlay
            // sets only the requests of the first container.
            ArrayNode containers = ConstraintRepair.list(workload, "containers");
            while (containers.size() > 1) {
                containers.remove(1);
            }
        }
        return workload;
    }

    /** Files of the downward API can refer to containers. */
    private static void removeFiles(JsonNode volume) {
        if (volume.path("downwardAPI") instanceof ObjectNode downward) {
            downward.remove("items");
        }
        volume.path("projected").path("sources").forEach(source -> {
            if (source.path("downwardAPI") instanceof ObjectNode downward) {
                downward.remove("items");
            }
        });
    }

    private static void removeReferences(JsonNode container) {
        ((ObjectNode) container)
                .remove(List.of(
                        "volumeMounts",
                        "volumeDevices",
                        "resizePolicy",
                        "ports",
                        "lifecycle",
                        "env",
                        "livenessProbe",
                        "readinessProbe",
                        "startupProbe"));
    }
}
