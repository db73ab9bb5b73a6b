package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** Changes a random workload so that it also satisfies the rules that involve several sections. */
final class ConstraintRepair {

    private final ObjectNode workload;
    private final String type;
    private final ObjectNode controller;
    private final Random random;

    private ConstraintRepair(ObjectNode workload, Random random) {
        this.workload = workload;
        this.random = random;
        type = type(workload);
        controller = (ObjectNode) workload.get("controller").get(type);
    }

    static ObjectNode repair(ObjectNode workload, Random random) {
        ConstraintRepair repair = new ConstraintRepair(workload, random);
        repair.basics();
        repair.controller();
        List<String> volumes = repair.volumes();
        new ContainerConstraintRepair(workload, volumes, random).repair();
        repair.autoscaling();
        new VolumeConstraintRepair(workload).repair();
        if (Set.of("job", "cronJob").contains(repair.type)) {
            JobConstraintRepair.repair(repair.controller, workload, random);
        }
        new ServiceConstraintRepair(workload, type(workload), random).repair();
        repair.disruptionBudget();
        ConfigConstraintRepair.repair(workload);
        return workload;
    }

    private static String type(ObjectNode workload) {
        return workload.get("controller").fieldNames().next();
    }

    private void basics() {
        boolean needsDnsName = workload.has("services") || "statefulSet".equals(type);
        boolean needsShortName = Set.of("statefulSet", "cronJob").contains(type);
        workload.put(
                "name",
                (needsDnsName ? "w" : List.of("w", "0", "w.").get(random.nextInt(3)))
                        + "a".repeat(random.nextInt(4) == 0 ? needsShortName ? 50 : 61 : 1 + random.nextInt(9)));
        distinct(list(workload, "imagePullSecrets"), JsonNode::asText);
        distinct(
                list(workload, "networks"), network -> network.path("interface").asText());
        list(workload, "tolerations").forEach(toleration -> toleration((ObjectNode) toleration));
        expressions(workload.path("affinity"));
        expressions(workload.path("topologySpreadConstraints"));
        new PodConstraintRepair(workload, random).repair();
        if ("statefulSet".equals(type)) {
            workload.remove("hostname");
        }
    }

    private static void toleration(ObjectNode toleration) {
        boolean exists = "Exists".equals(toleration.path("operator").asText());
        if (exists) {
            toleration.remove("value");
        } else if (!toleration.has("key")) {
            toleration.put("key", "a");
        }
        if (!"NoExecute".equals(toleration.path("effect").asText())) {
            toleration.remove("tolerationSeconds");
        }
    }

    private static void expressions(JsonNode node) {
        if (node.has("operator")) {
            ObjectNode expression = (ObjectNode) node;
            switch (expression.get("operator").asText()) {
                case "In", "NotIn" -> {
                    if (list(expression, "values").isEmpty()) {
                        expression.putArray("values").add("a");
                    }
                }
                case "Gt", "Lt" -> expression.putArray("values").add("5");
                default -> expression.remove("values");
            }
        }
        node.forEach(ConstraintRepair::expressions);
    }

    private void controller() {
        if (controller.has("minReadySeconds")) {
            controller.put("minReadySeconds", random.nextInt(100));
        }
        if (controller.has("progressDeadlineSeconds")) {
            controller.put("progressDeadlineSeconds", 100 + random.nextInt(1000));
        }
        if ("OnDelete".equals(controller.path("updateStrategy").path("type").asText())) {
            ((ObjectNode) controller.get("updateStrategy")).remove("rollingUpdate");
        }
        JsonNode update = controller.path("strategy").path("rollingUpdate");
        if ("0".equals(update.path("maxSurge").asText())
                && "0".equals(update.path("maxUnavailable").asText("0"))) {
            ((ObjectNode) update).put("maxUnavailable", 1);
        }
    }

    private List<String> volumes() {
        List<String> names = new ArrayList<>();
        rename(list(workload, "volumes"), "v", names);
        rename(list(controller, "volumeClaimTemplates"), "t", names);
        return names;
    }

    private static void rename(ArrayNode volumes, String prefix, List<String> names) {
        for (int i = 0; i < volumes.size(); i++) {
            names.add(prefix + i);
            ((ObjectNode) volumes.get(i)).put("name", prefix + i);
        }
    }

    private void autoscaling() {
        if (!controller.has("autoscaling")) {
            return;
        }
        ObjectNode autoscaling = (ObjectNode) controller.get("autoscaling");
        ArrayNode metrics = list(autoscaling, "metrics");
        if (!autoscaling.has("cpuUtilization") && !autoscaling.has("memoryUtilization") && metrics.isEmpty()) {
            autoscaling.put("cpuUtilization", 80);
        }
        metrics.forEach(metric -> metric.properties().forEach(source -> {
            ObjectNode content = (ObjectNode) source.getValue();
            content.putObject("target")
                    .put(
                            source.getKey().endsWith("esource") ? "averageUtilization" : "averageValue",
                            1 + random.nextInt(99));
            if (content.has("container")) {
                content.put("container", workload.at("/containers/0/name").asText());
            }
        }));
        int replicas = 1 + random.nextInt(5);
        if (controller.has("replicas")) {
            controller.put("replicas", replicas);
        }
        if (autoscaling.has("minReplicas")) {
            autoscaling.put("minReplicas", 1 + random.nextInt(5));
        }
        autoscaling.put("maxReplicas", 6 + random.nextInt(100));
        workload.get("containers").forEach(container -> {
            ObjectNode requests =
                    ((ObjectNode) container).withObject("/resources").withObject("/requests");
            JsonNode limits = container.get("resources").path("limits");
            if (!limits.has("cpu")) {
                requests.put("cpu", "1");
            }
            if (!limits.has("memory")) {
                requests.put("memory", "1Gi");
            }
        });
    }

    private void disruptionBudget() {
        if (!workload.has("podDisruptionBudget")) {
            return;
        }
        ObjectNode budget = (ObjectNode) workload.get("podDisruptionBudget");
        budget.remove(List.of("minAvailable", "maxUnavailable"));
        if (Set.of("job", "cronJob").contains(type)) {
            workload.remove("podDisruptionBudget");
        } else if ("daemonSet".equals(type) || random.nextBoolean()) {
            budget.put("minAvailable", random.nextInt(5));
        } else {
            budget.put("maxUnavailable", random.nextBoolean() ? "25%" : "1");
        }
    }

    static ArrayNode list(ObjectNode section, String name) {
        return section.path(name).isArray() ? (ArrayNode) section.get(name) : section.arrayNode();
    }

    /** Replaces a unit that the resource does not have. */
    static void divisor(ObjectNode resourceFieldRef) {
        if (resourceFieldRef.path("divisor").asText().length() > 1) {
            boolean isCpu = resourceFieldRef.path("resource").asText().endsWith(".cpu");
            resourceFieldRef.put("divisor", isCpu ? "1m" : "1Ki");
        }
    }

    static void distinct(ArrayNode list, Function<JsonNode, String> key) {
        Set<String> seen = new HashSet<>();
        for (int i = list.size() - 1; i >= 0; i--) {
            if (!seen.add(key.apply(list.get(i)))) {
                list.remove(i);
            }
        }
    }
}
