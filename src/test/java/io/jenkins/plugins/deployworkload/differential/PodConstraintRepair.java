package io.jenkins.plugins.deployworkload.differential;

import static io.jenkins.plugins.deployworkload.differential.ConstraintRepair.distinct;
import static io.jenkins.plugins.deployworkload.differential.ConstraintRepair.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Changes the pod-level settings of a random workload so that they satisfy the rules that involve several properties. */
final class PodConstraintRepair {

    private final ObjectNode workload;
    private final Random random;
    private final boolean isJob;

    PodConstraintRepair(ObjectNode workload, Random random) {
        this.workload = workload;
        this.random = random;
        isJob = Set.of("job", "cronJob")
                .contains(workload.get("controller").fieldNames().next());
    }

    void repair() {
        if (isJob) {
            workload.remove("matchLabels");
        } else {
            workload.remove("activeDeadlineSeconds");
        }
        labels();
        distinct(list(workload, "hostAliases"), alias -> alias.get("ip").asText());
        dns();
        security();
        if (workload.path("hostPID").asBoolean()) {
            workload.remove("shareProcessNamespace");
        }
        labelKeys(workload.path("affinity"));
        ArrayNode constraints = list(workload, "topologySpreadConstraints");
        labelKeys(constraints);
        distinct(
                constraints,
                constraint -> constraint.get("topologyKey").asText()
                        + constraint.get("whenUnsatisfiable").asText());
        constraints.forEach(constraint -> {
            if (!"DoNotSchedule".equals(constraint.get("whenUnsatisfiable").asText())) {
                ((ObjectNode) constraint).remove("minDomains");
            }
        });
    }

    private void labels() {
        // The selector must match the labels of the pods.
        workload.path("matchLabels").fieldNames().forEachRemaining(key -> {
            if (workload.path("podLabels").has(key)) {
                ((ObjectNode) workload.get("podLabels")).remove(key);
            }
        });
    }

    private void dns() {
        ArrayNode servers = workload.path("dnsConfig").isObject()
                ? list((ObjectNode) workload.get("dnsConfig"), "nameservers")
                : workload.arrayNode();
        if ("None".equals(workload.path("dnsPolicy").asText()) && servers.isEmpty()) {
            workload.put("dnsPolicy", random.nextBoolean() ? "Default" : "ClusterFirst");
        }
    }

    private void security() {
        if (!workload.path("securityContext").isObject()) {
            return;
        }
        ObjectNode security = (ObjectNode) workload.get("securityContext");
        ContainerConstraintRepair.profile(security.path("seccompProfile"));
        ContainerConstraintRepair.profile(security.path("appArmorProfile"));
        ArrayNode sysctls = list(security, "sysctls");
        distinct(sysctls, sysctl -> sysctl.get("name").asText());
        if (workload.path("hostNetwork").asBoolean() || workload.path("hostIPC").asBoolean()) {
            sysctls.removeAll();
        }
    }

    /** Label keys extend a label selector that does not have them. */
    private static void labelKeys(JsonNode node) {
        if (node.has("topologyKey")) {
            ObjectNode term = (ObjectNode) node;
            if (term.has("labelSelector")) {
                replace(term, "matchLabelKeys", "pod-template-hash");
                replace(term, "mismatchLabelKeys", "controller-revision-hash");
            } else {
                term.remove(List.of("matchLabelKeys", "mismatchLabelKeys"));
            }
        }
        node.forEach(PodConstraintRepair::labelKeys);
    }

    private static void replace(ObjectNode term, String property, String key) {
        if (term.has(property)) {
            term.putArray(property).add(key);
        }
    }
}
