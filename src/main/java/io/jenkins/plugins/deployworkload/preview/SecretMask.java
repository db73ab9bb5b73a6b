package io.jenkins.plugins.deployworkload.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.masking.SecretFields;
import io.jenkins.plugins.deployworkload.workload.binding.YamlText;

/** Masks the values of Secrets in Kubernetes objects and in descriptions. */
final class SecretMask {

    private SecretMask() {}

    /** Masks the values of an object if it is a Secret. */
    static void maskObject(JsonNode object) {
        if (isSecret(object.path("kind"))) {
            maskData(object);
        }
    }

    /** Masks the values of the Secrets that a description contains as further objects and in patches. */
    static void maskDescription(JsonNode description) {
        maskElements(description.path("objects"));
        for (JsonNode patch : description.path("patches")) {
            if (isSecret(patch.path("target").path("kind"))) {
                maskPatch((ObjectNode) patch);
            }
        }
    }

    /** An object is a text if the description could not keep it as a map. */
    private static void maskElements(JsonNode objects) {
        for (int i = 0; i < objects.size(); i++) {
            JsonNode object = tree(objects.get(i));
            if (isSecret(object.path("kind"))) {
                maskData(object);
                ((ArrayNode) objects).set(i, object);
            }
        }
    }

    private static void maskPatch(ObjectNode patch) {
        if (patch.has("merge")) {
            JsonNode merge = tree(patch.get("merge"));
            maskData(merge);
            patch.set("merge", merge);
        }
        if (patch.has("json6902")) {
            JsonNode operations = tree(patch.get("json6902"));
            for (JsonNode operation : operations) {
                if (operation instanceof ObjectNode map && map.has("value")) {
                    map.put("value", FieldChange.MASKED);
                }
            }
            patch.set("json6902", operations);
        }
    }

    private static void maskData(JsonNode secret) {
        for (String field : SecretFields.SECRET_VALUES) {
            if (secret.path(field) instanceof ObjectNode data) {
                data.properties().forEach(entry -> entry.setValue(TextNode.valueOf(FieldChange.MASKED)));
            } else if (!secret.path(field).isMissingNode()) {
                ((ObjectNode) secret).put(field, FieldChange.MASKED);
            }
        }
    }

    private static JsonNode tree(JsonNode node) {
        return node.isTextual() ? YamlText.read(node.textValue()).orElse(node) : node;
    }

    private static boolean isSecret(JsonNode kind) {
        return SecretFields.isSecret(kind.asText());
    }
}
