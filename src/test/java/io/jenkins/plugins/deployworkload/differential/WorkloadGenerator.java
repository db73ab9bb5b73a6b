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

/** Random workloads: valid ones, those with one rule broken, and those with several. The same seed gives the same. */
final class WorkloadGenerator {

    private static final int VALID_PERCENT = 41;
    private static final int MULTIPLE_FAULTS_PERCENT = 4;

    private final List<Rule> rules = RuleTable.rules();
    private final long seed;
    private int nextRule;

    WorkloadGenerator(long seed) {
        this.seed = seed;
    }

    /** A description, and the rules that were broken in it. */
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
            // One after the other, so that all have their turn.
            chosen.add(rules.get(nextRule++ % rules.size()));
        }
        ObjectNode tree = withoutReferences(valid(random), chosen);
        chosen.forEach(rule -> RuleTable.applyOverlay(tree, rule.overlay()));
        return new Case(number, tree, chosen);
    }

    ObjectNode valid(int number) {
        return valid(new Random(seed * 1_000_003 + number));
    }

    /** Whether the second fault would mend the first. */
    private static boolean overlap(JsonNode one, JsonNode other) {
        for (Map.Entry<String, JsonNode> field : one.properties()) {
            JsonNode there = other.path(field.getKey());
            boolean containers = "containers".equals(field.getKey()) && there.has(0);
            if (containers ? overlap(field.getValue().path(0), there.get(0)) : !there.isMissingNode()) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode valid(Random random) {
        return ConstraintRepair.repair(new SectionGenerator(random).section(Workload.class), random);
    }

    /** Without what would break more than the one rule, when a fault is laid over a part of the workload. */
    private static ObjectNode withoutReferences(ObjectNode workload, List<Rule> rules) {
        workload.put("name", "web");
        workload.remove(List.of("service", "hostname"));
        workload.get("controller").forEach(controller -> ((ObjectNode) controller).remove("autoscaling"));
        ConstraintRepair.list(workload, "containers").forEach(WorkloadGenerator::removeReferences);
        ConstraintRepair.list(workload, "initContainers").forEach(WorkloadGenerator::removeReferences);
        if (rules.stream().anyMatch(rule -> rule.name().startsWith("scale-"))) {
            // What an autoscaler needs is asked of all containers, and only one is laid over.
            ArrayNode containers = ConstraintRepair.list(workload, "containers");
            while (containers.size() > 1) {
                containers.remove(1);
            }
        }
        return workload;
    }

    private static void removeReferences(JsonNode container) {
        ((ObjectNode) container)
                .remove(List.of(
                        "volumeMounts",
                        "ports",
                        "lifecycle",
                        "env",
                        "livenessProbe",
                        "readinessProbe",
                        "startupProbe"));
    }
}
