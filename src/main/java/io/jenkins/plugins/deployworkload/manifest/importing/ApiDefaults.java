package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Removes the values that the API server sets in fields that a manifest does not have.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/apis/core/v1/defaults.go">the defaults of
 *     Kubernetes</a>, and those of {@code apps} and {@code batch} beside it
 */
final class ApiDefaults {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Pattern FLOATING_TAG = Pattern.compile("[^@]*(/[^:@]*|:latest)|[^/:@]*");

    private static final Map<String, JsonNode> POD = Map.of(
            "dnsPolicy", text("ClusterFirst"),
            "schedulerName", text("default-scheduler"),
            "terminationGracePeriodSeconds", number(30),
            "securityContext", NODES.objectNode(),
            "affinity", NODES.objectNode(),
            "enableServiceLinks", flag(true),
            "hostNetwork", flag(false),
            "hostPID", flag(false),
            "hostIPC", flag(false));

    private static final Map<String, JsonNode> CONTAINER = Map.of(
            "terminationMessagePath", text("/dev/termination-log"),
            "terminationMessagePolicy", text("File"),
            "resources", NODES.objectNode(),
            "securityContext", NODES.objectNode(),
            "stdin", flag(false),
            "stdinOnce", flag(false),
            "tty", flag(false));

    private static final Map<String, JsonNode> PROBE = Map.of(
            "initialDelaySeconds", number(0),
            "timeoutSeconds", number(1),
            "periodSeconds", number(10),
            "successThreshold", number(1),
            "failureThreshold", number(3));

    private static final Map<String, JsonNode> SERVICE = Map.of(
            "type", text("ClusterIP"),
            "sessionAffinity", text("None"),
            "internalTrafficPolicy", text("Cluster"),
            "publishNotReadyAddresses", flag(false));

    private static final Map<String, Map<String, JsonNode>> SPECS = Map.of(
            "Deployment",
            Map.of(
                    "minReadySeconds", number(0),
                    "paused", flag(false),
                    "progressDeadlineSeconds", number(600),
                    "revisionHistoryLimit", number(10)),
            "StatefulSet",
            Map.of(
                    "minReadySeconds", number(0),
                    "podManagementPolicy", text("OrderedReady"),
                    "revisionHistoryLimit", number(10)),
            "DaemonSet",
            Map.of("minReadySeconds", number(0), "revisionHistoryLimit", number(10)),
            "Job",
            Map.of(
                    "completionMode", text("NonIndexed"),
                    "suspend", flag(false),
                    "manualSelector", flag(false)),
            "CronJob",
            Map.of(
                    "concurrencyPolicy", text("Allow"),
                    "suspend", flag(false),
                    "successfulJobsHistoryLimit", number(3),
                    "failedJobsHistoryLimit", number(1)),
            "Service",
            SERVICE);

    private ApiDefaults() {}

    /** Removes the defaults from a workload or Service; other kinds stay as they are. */
    static void remove(ObjectNode object) {
        String kind = object.path("kind").asText();
        if (!(object.path("spec") instanceof ObjectNode spec) || !SPECS.containsKey(kind)) {
            return;
        }
        remove(spec, SPECS.get(kind));
        switch (kind) {
            case "Deployment" -> {
                removeRollingUpdate(spec, "strategy", Map.of("maxSurge", text("25%"), "maxUnavailable", text("25%")));
                removePod(spec.path("template"), true);
            }
            case "StatefulSet" -> {
                removeRollingUpdate(spec, "updateStrategy", Map.of("partition", number(0)));
                removeMap(
                        spec,
                        "persistentVolumeClaimRetentionPolicy",
                        Map.of("whenDeleted", text("Retain"), "whenScaled", text("Retain")));
                spec.path("volumeClaimTemplates").forEach(ApiDefaults::removeClaim);
                removePod(spec.path("template"), true);
            }
            case "DaemonSet" -> {
                removeRollingUpdate(spec, "updateStrategy", Map.of("maxSurge", number(0), "maxUnavailable", number(1)));
                removePod(spec.path("template"), true);
            }
            case "Job" -> {
                removeJob(spec);
                removePod(spec.path("template"), false);
            }
            case "CronJob" -> removePod(spec.at("/jobTemplate/spec/template"), false);
            default -> removeService(spec);
        }
    }

    private static void removeJob(ObjectNode spec) {
        if (spec.path("completions").asInt() == 1 && spec.path("parallelism").asInt() == 1) {
            spec.remove(List.of("completions", "parallelism"));
        }
        if (!spec.has("backoffLimitPerIndex")) {
            remove(spec, Map.of("backoffLimit", number(6)));
        }
        if (!spec.has("podFailurePolicy")) {
            remove(spec, Map.of("podReplacementPolicy", text("TerminatingOrFailed")));
        }
    }

    private static void removeService(ObjectNode spec) {
        if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
            removeMap(
                    spec,
                    "sessionAffinityConfig",
                    Map.of("clientIP", NODES.objectNode().put("timeoutSeconds", 10_800)));
        }
        remove(spec, Map.of("externalTrafficPolicy", text("Cluster"), "allocateLoadBalancerNodePorts", flag(true)));
        for (JsonNode port : spec.path("ports")) {
            remove(port, Map.of("protocol", text("TCP"), "targetPort", port.path("port")));
        }
    }

    private static void removePod(JsonNode template, boolean restarts) {
        removeMap(template, "metadata", Map.of());
        JsonNode pod = template.path("spec");
        remove(pod, POD);
        if (restarts) {
            remove(pod, Map.of("restartPolicy", text("Always")));
        }
        if (pod.has("serviceAccountName")) {
            // The former name of the same field.
            remove(pod, Map.of("serviceAccount", pod.path("serviceAccountName")));
        }
        for (String list : List.of("initContainers", "containers")) {
            pod.path(list).forEach(ApiDefaults::removeContainer);
        }
        pod.path("volumes").forEach(ApiDefaults::removeVolume);
    }

    private static void removeContainer(JsonNode container) {
        remove(container, CONTAINER);
        boolean pulls = FLOATING_TAG.matcher(container.path("image").asText()).matches();
        remove(container, Map.of("imagePullPolicy", text(pulls ? "Always" : "IfNotPresent")));
        container.path("ports").forEach(port -> remove(port, Map.of("protocol", text("TCP"))));
        container.path("env").forEach(variable -> removeReference(variable.path("valueFrom")));
        for (String name : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            JsonNode probe = container.path(name);
            remove(probe, PROBE);
            remove(probe.path("httpGet"), Map.of("scheme", text("HTTP"), "path", text("/")));
            remove(probe.path("grpc"), Map.of("service", text("")));
        }
        container
                .path("lifecycle")
                .forEach(hook -> remove(hook.path("httpGet"), Map.of("scheme", text("HTTP"), "path", text("/"))));
    }

    private static void removeReference(JsonNode reference) {
        remove(reference.path("fieldRef"), Map.of("apiVersion", text("v1")));
        remove(reference.path("resourceFieldRef"), Map.of("divisor", text("0")));
    }

    private static void removeVolume(JsonNode volume) {
        for (String source : List.of("configMap", "secret", "downwardAPI", "projected")) {
            remove(volume.path(source), Map.of("defaultMode", number(420)));
        }
        volume.at("/downwardAPI/items").forEach(ApiDefaults::removeReference);
        for (JsonNode source : volume.at("/projected/sources")) {
            source.at("/downwardAPI/items").forEach(ApiDefaults::removeReference);
            remove(source.path("serviceAccountToken"), Map.of("expirationSeconds", number(3600)));
        }
        remove(volume.path("hostPath"), Map.of("type", text("")));
        removeClaim(volume.at("/ephemeral/volumeClaimTemplate"));
    }

    private static void removeClaim(JsonNode claim) {
        remove(claim, Map.of("apiVersion", text("v1"), "kind", text("PersistentVolumeClaim")));
        remove(claim.path("spec"), Map.of("volumeMode", text("Filesystem")));
    }

    private static void removeRollingUpdate(ObjectNode spec, String field, Map<String, JsonNode> defaults) {
        JsonNode strategy = spec.path(field);
        removeMap(strategy, "rollingUpdate", defaults);
        remove(strategy, Map.of("type", text("RollingUpdate")));
        if (strategy.isObject() && strategy.isEmpty()) {
            spec.remove(field);
        }
    }

    /** Removes defaults from the map in a field, and the field if nothing is left. */
    private static void removeMap(JsonNode parent, String field, Map<String, JsonNode> defaults) {
        JsonNode map = parent.path(field);
        remove(map, defaults);
        if (map.isObject() && map.isEmpty()) {
            ((ObjectNode) parent).remove(field);
        }
    }

    private static void remove(JsonNode map, Map<String, JsonNode> defaults) {
        if (map instanceof ObjectNode object) {
            defaults.forEach((field, value) -> {
                // As texts, because 1 can be an int or a long.
                if (object.has(field)
                        && object.get(field).isTextual() == value.isTextual()
                        && object.get(field).toString().equals(value.toString())) {
                    object.remove(field);
                }
            });
        }
    }

    private static JsonNode text(String value) {
        return NODES.textNode(value);
    }

    private static JsonNode number(int value) {
        return NODES.numberNode(value);
    }

    private static JsonNode flag(boolean value) {
        return NODES.booleanNode(value);
    }
}
