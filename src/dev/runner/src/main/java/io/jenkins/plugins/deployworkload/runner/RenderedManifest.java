package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.manifest.objects.InvalidObjectsException;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a workload that is rendered from a description with the manifest from which the description was imported.
 * The comparison does not use the code that creates patches.
 */
final class RenderedManifest {

    private static final String NAMESPACE = "default";

    /** Rendering adds these labels to objects that do not have them. */
    private static final List<String> ADDED_LABELS =
            List.of("app.kubernetes.io/name", "app.kubernetes.io/managed-by", RolloutRequest.NAME_LABEL);

    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");

    private static final Map<String, String> PROBE_DEFAULTS = Map.of(
            "initialDelaySeconds", "0",
            "timeoutSeconds", "1",
            "periodSeconds", "10",
            "successThreshold", "1",
            "failureThreshold", "3");

    private RenderedManifest() {}

    /**
     * The fields in which the specification, labels or annotations differ; empty if the API server would store the same
     * for both.
     */
    static Set<String> differences(ObjectNode description, ObjectNode manifest) {
        try {
            Workload workload = Binder.bind(description, Workload.class);
            JsonNode original = normalized(manifest);
            Set<String> fields = new TreeSet<>();
            for (HasMetadata object : WorkloadRenderer.render(workload, NAMESPACE)) {
                if (object.getKind().equals(manifest.path("kind").asText())) {
                    collect("", normalized(object, original), original, fields);
                }
            }
            return fields;
        } catch (InvalidDescriptionException | InvalidObjectsException | JsonProcessingException e) {
            return Set.of(String.valueOf(e.getMessage()));
        }
    }

    private static void collect(String path, JsonNode rendered, JsonNode original, Set<String> fields) {
        if (rendered.isObject() && original.isObject()) {
            Set<String> names = new TreeSet<>();
            rendered.fieldNames().forEachRemaining(names::add);
            original.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> collect(
                    path.isEmpty() ? name : path + "." + name, rendered.path(name), original.path(name), fields));
        } else if (rendered.isArray() && original.isArray() && rendered.size() == original.size()) {
            for (int i = 0; i < rendered.size(); i++) {
                collect(path + "[]", rendered.get(i), original.get(i), fields);
            }
        } else if (!rendered.equals(original)) {
            fields.add(path);
        }
    }

    /** Whether every value has the type that its field has in the Kubernetes API. */
    static boolean hasApiTypes(ObjectNode manifest) {
        try {
            return normalized(manifest).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static JsonNode normalized(ObjectNode manifest) throws JsonProcessingException {
        Object typed = Json.MAPPER.readValue(
                manifest.toString(),
                ResourceKinds.modelClass(
                        manifest.path("apiVersion").asText(),
                        manifest.path("kind").asText()));
        ObjectNode tree = Json.MAPPER.valueToTree(typed);
        tree.remove("status");
        if (tree.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("namespace", "generateName", "creationTimestamp"));
            metadata.path("annotations").properties().removeIf(annotation -> isOfServer(annotation.getKey()));
        }
        // The API server ignores the name and the namespace of a pod template.
        tree.findValues("template").forEach(RenderedManifest::removeIdentity);
        tree.findValues("jobTemplate").forEach(RenderedManifest::removeIdentity);
        JsonNode pod = tree.path("kind").asText().equals("CronJob")
                ? tree.at("/spec/jobTemplate/spec/template/spec")
                : tree.at("/spec/template/spec");
        if (pod instanceof ObjectNode spec && spec.has("serviceAccount")) {
            // The former name of serviceAccountName; the API server sets both.
            spec.putIfAbsent("serviceAccountName", spec.remove("serviceAccount"));
        }
        removeDefaults(tree);
        removeEmpty(tree);
        return tree;
    }

    /** Removes values that the API server sets in any case, and that descriptions therefore omit. */
    private static void removeDefaults(ObjectNode tree) {
        tree.findValues("volumes")
                .forEach(volumes -> volumes.forEach(volume -> {
                    if (volume.size() == 1) {
                        ((ObjectNode) volume).putObject("emptyDir");
                    }
                }));
        tree.findValues("fieldRef").forEach(field -> remove(field, "apiVersion", "v1"));
        tree.findValues("hostPath").forEach(volume -> remove(volume, "type", ""));
        tree.findValues("ports").forEach(ports -> ports.forEach(port -> remove(port, "protocol", "TCP")));
        PROBES.forEach(probe -> tree.findValues(probe)
                .forEach(fields -> PROBE_DEFAULTS.forEach((field, value) -> remove(fields, field, value))));
        remove(tree.at("/spec/template/spec"), "restartPolicy", "Always");
        remove(tree.at("/spec/strategy"), "type", "RollingUpdate");
        remove(tree.at("/spec/updateStrategy/rollingUpdate"), "maxSurge", "0");
        remove(tree.at("/spec/updateStrategy"), "type", "RollingUpdate");
    }

    private static void remove(JsonNode object, String field, String value) {
        if (object.path(field).asText().equals(value)) {
            ((ObjectNode) object).remove(field);
        }
    }

    private static boolean isOfServer(String annotation) {
        return List.of("deployment.kubernetes.io/revision", "kubectl.kubernetes.io/last-applied-configuration")
                .contains(annotation);
    }

    private static void removeIdentity(JsonNode template) {
        if (template.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("name", "namespace", "creationTimestamp"));
        }
    }

    private static JsonNode normalized(HasMetadata rendered, JsonNode original) {
        try {
            ObjectNode tree = (ObjectNode) normalized((ObjectNode) Json.MAPPER.valueToTree(rendered));
            for (String metadata : List.of(
                    "/metadata",
                    "/spec/template/metadata",
                    "/spec/jobTemplate/metadata",
                    "/spec/jobTemplate/spec/template/metadata")) {
                if (tree.at(metadata + "/labels") instanceof ObjectNode labels) {
                    ADDED_LABELS.stream()
                            .filter(label -> !original.at(metadata + "/labels").has(label))
                            .forEach(labels::remove);
                }
            }
            removeEmpty(tree);
            return tree;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Removes null and empty values, except the volume {@code emptyDir: {}}. */
    private static void removeEmpty(JsonNode node) {
        node.forEach(RenderedManifest::removeEmpty);
        if (node instanceof ObjectNode object) {
            object.properties()
                    .removeIf(entry -> !entry.getKey().equals("emptyDir")
                            && (entry.getValue().isNull()
                                    || entry.getValue().isContainerNode()
                                            && entry.getValue().isEmpty()));
        } else if (node instanceof ArrayNode array) {
            for (int i = array.size() - 1; i >= 0; i--) {
                if (array.get(i).isNull()) {
                    array.remove(i);
                }
            }
        }
    }
}
