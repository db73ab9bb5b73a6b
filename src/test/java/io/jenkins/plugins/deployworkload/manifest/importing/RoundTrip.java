package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlDocument;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.binding.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Imports objects, writes the descriptions as files, renders these, and compares the objects with the original ones. The
 * comparison does not use the classes under test, except for the table of the API's defaults.
 */
public final class RoundTrip {

    private static final String OWN = "deploy-workload.jenkins.io/name";
    private static final List<String> ADDED = List.of("app.kubernetes.io/name", "app.kubernetes.io/managed-by", OWN);
    private static final Set<String> WITH_OPTIONAL_LABELS = Set.of(
            "Deployment",
            "StatefulSet",
            "DaemonSet",
            "Job",
            "CronJob",
            "Service",
            "HorizontalPodAutoscaler",
            "PodDisruptionBudget");

    private RoundTrip() {}

    public static List<JsonNode> parse(String yaml) throws InvalidDescriptionException {
        return YamlReader.documents(yaml, "manifest.yaml", Variables.LITERAL).stream()
                .map(YamlDocument::typedTree)
                .toList();
    }

    public static String yaml(List<ImportedWorkload> imported) {
        return String.join(
                "---\n",
                imported.stream()
                        .map(workload -> YamlWriter.write(workload.description()))
                        .toList());
    }

    /** The objects that the descriptions render, as a file with variables does. */
    public static List<JsonNode> render(String yaml, String namespace) throws InvalidDescriptionException {
        List<JsonNode> rendered = new ArrayList<>();
        for (Workload workload : YamlReader.read(yaml, "import.yaml", Workload.class, Variables.of(Map.of()))) {
            for (HasMetadata object : WorkloadRenderer.render(workload, namespace)) {
                rendered.add(Json.MAPPER.valueToTree(object));
            }
        }
        return rendered;
    }

    /** The objects that differ, as readable lines; empty if the round trip is exact. */
    public static List<String> differences(List<JsonNode> originals, boolean live) throws InvalidDescriptionException {
        List<ImportedWorkload> imported = ManifestImport.of(originals, live);
        Map<String, ObjectNode> rendered = new TreeMap<>();
        render(yaml(imported), "default").forEach(object -> rendered.put(identity(object), (ObjectNode) object));
        List<String> differences = new ArrayList<>();
        for (JsonNode original : originals) {
            String kind = original.path("kind").asText();
            if (kind.equals("Secret") || kind.equals("Namespace")) {
                continue;
            }
            ObjectNode after = rendered.remove(identity(original));
            if (after == null) {
                differences.add(identity(original) + " is missing");
                continue;
            }
            ObjectNode copy = original.deepCopy();
            if (!original.path("apiVersion").equals(after.path("apiVersion"))) {
                differences.add(identity(original) + "/apiVersion: " + original.path("apiVersion") + " became "
                        + after.path("apiVersion"));
                copy.set("apiVersion", after.path("apiVersion"));
            }
            ObjectNode before = new KubernetesObject(copy).normalized().orElseThrow();
            prepare(before);
            prepare(after);
            dropAdded(before, after);
            compare(identity(original), before, after, differences);
        }
        rendered.keySet().forEach(object -> differences.add(object + " is new"));
        return differences;
    }

    private static String identity(JsonNode object) {
        return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
    }

    private static void prepare(ObjectNode object) {
        ServerManagedFields.remove(object);
        ((ObjectNode) object.path("metadata")).remove("namespace");
        ApiDefaults.remove(object);
    }

    private static void dropAdded(ObjectNode before, ObjectNode after) {
        String kind = after.path("kind").asText();
        List<String> places = new ArrayList<>(WITH_OPTIONAL_LABELS.contains(kind) ? List.of("/metadata") : List.of());
        if (kind.equals("Job")) {
            places.add("/spec/template/metadata");
        }
        if (kind.equals("CronJob")) {
            places.addAll(List.of("/spec/jobTemplate/metadata", "/spec/jobTemplate/spec/template/metadata"));
        }
        for (String place : places) {
            for (String label : ADDED) {
                if (!before.at(place + "/labels").has(label) && after.at(place) instanceof ObjectNode metadata) {
                    metadata.withObject("/labels").remove(label);
                    if (metadata.path("labels").isEmpty()) {
                        metadata.remove("labels");
                    }
                    if (metadata.isEmpty()) {
                        ((ObjectNode) after.at(place.substring(0, place.lastIndexOf('/')))).remove("metadata");
                    }
                }
            }
        }
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<String> differences) {
        if (before.isObject() && after.isObject()) {
            Stream.concat(before.properties().stream(), after.properties().stream())
                    .map(Map.Entry::getKey)
                    .distinct()
                    .forEach(key -> compare(path + "/" + key, before.path(key), after.path(key), differences));
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "/" + i, before.get(i), after.get(i), differences);
            }
        } else if (!isEqual(before, after)) {
            differences.add(path + ": " + before + " became " + after);
        }
    }
    /** Numbers are equal by value, as JSON has no difference between 1.0 and 1. */
    private static boolean isEqual(JsonNode before, JsonNode after) {
        return before.isNumber() && after.isNumber()
                ? before.decimalValue().compareTo(after.decimalValue()) == 0
                : before.toString().equals(after.toString());
    }
}
