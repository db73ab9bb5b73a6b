package io.jenkins.plugins.deployworkload.workload.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checks that raw Kubernetes objects have an identity of their own. The API server checks everything else. */
public final class RawObjectRules {

    /** The prefix of the labels and annotations that deploys set. */
    private static final String PREFIX = "deploy-workload.jenkins.io/";

    private RawObjectRules() {}

    public static void check(List<String> texts, ValidationContext context) {
        Map<String, String> paths = new HashMap<>();
        for (RawObject raw : RawObject.of(texts)) {
            JsonNode object = raw.tree();
            if (!object.isObject()) {
                context.addProblem(raw.path(), Messages.RawObjectRules_NotAnObject());
                continue;
            }
            JsonNode metadata = object.path("metadata");
            boolean identified = require(object, "apiVersion", raw.path(), context)
                    & require(object, "kind", raw.path(), context)
                    & require(metadata, "name", raw.path() + ".metadata", context);
            checkReserved(metadata.path("labels"), raw.path() + ".metadata.labels", context);
            checkReserved(metadata.path("annotations"), raw.path() + ".metadata.annotations", context);
            if (identified) {
                String group = object.path("apiVersion").asText().replaceFirst("/?[^/]*$", "");
                String label = object.path("kind").asText() + " "
                        + metadata.path("name").asText();
                String earlier = paths.putIfAbsent(
                        group + " " + label + " " + metadata.path("namespace").asText(), raw.path());
                if (earlier != null) {
                    context.addProblem(raw.path(), Messages.RawObjectRules_Duplicate(label, earlier));
                }
            }
        }
    }

    /** The Secrets whose values are in the texts. */
    public static Stream<RawObject> secretsWithValues(List<String> texts) {
        return RawObject.of(texts).stream()
                .filter(raw -> raw.tree().path("kind").asText().equals("Secret"))
                .filter(raw -> Stream.of("data", "stringData")
                        .anyMatch(field -> !raw.tree().path(field).isEmpty()));
    }

    private static boolean require(JsonNode map, String field, String path, ValidationContext context) {
        JsonNode value = map.path(field);
        boolean valid = value.isTextual() && !value.textValue().isBlank();
        if (!valid) {
            context.addProblem(FieldPaths.key(path, field), Messages.RawObjectRules_Required());
        }
        return valid;
    }

    private static void checkReserved(JsonNode map, String path, ValidationContext context) {
        map.fieldNames().forEachRemaining(key -> {
            if (key.startsWith(PREFIX)) {
                context.addProblem(FieldPaths.key(path, key), Messages.RawObjectRules_Reserved());
            }
        });
    }
}
