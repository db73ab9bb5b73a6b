package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An object of a manifest or of the cluster. */
record KubernetesObject(ObjectNode tree) {

    private static final Set<String> WORKLOADS = Set.of(
            "apps/v1 Deployment", "apps/v1 StatefulSet", "apps/v1 DaemonSet", "batch/v1 Job", "batch/v1 CronJob");

    /** The object as the client of this plugin sends it; empty if a value does not have the type that its field needs. */
    Optional<ObjectNode> normalized() {
        try {
            Object typed = Json.MAPPER.readValue(tree.toString(), ResourceKinds.modelClass(apiVersion(), kind()));
            return Optional.of(Json.MAPPER.valueToTree(typed));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    boolean isWorkload() {
        return WORKLOADS.contains(type());
    }

    boolean isType(String apiVersionAndKind) {
        return type().equals(apiVersionAndKind);
    }

    private String type() {
        return apiVersion() + " " + kind();
    }

    String apiVersion() {
        return tree.path("apiVersion").asText();
    }

    String kind() {
        return tree.path("kind").asText();
    }

    String name() {
        return at("/metadata/name").asText();
    }

    String namespace() {
        return at("/metadata/namespace").asText();
    }

    /** For notes: {@code Deployment web}. The names can be from anybody. */
    String label() {
        return Quoted.escape(kind() + " " + name());
    }

    JsonNode at(String pointer) {
        return tree.at(pointer);
    }

    /** Whether this kind creates Jobs, or is one. */
    boolean isJob() {
        return kind().equals("Job") || kind().equals("CronJob");
    }

    /** The JSON pointer of the pod template. */
    String templatePointer() {
        return kind().equals("CronJob") ? "/spec/jobTemplate/spec/template" : "/spec/template";
    }

    JsonNode podSpec() {
        return at(templatePointer() + "/spec");
    }

    Map<String, String> podLabels() {
        return texts(at(templatePointer() + "/metadata/labels"));
    }

    /** The labels of the selector; those of the pods if the kind has no selector. */
    Map<String, String> selector() {
        Map<String, String> selector = texts(at("/spec/selector/matchLabels"));
        return selector.isEmpty() ? podLabels() : selector;
    }

    /** The entries of a map of strings. */
    static Map<String, String> texts(JsonNode map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
