package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of the answer to a dry run what goes by an adoption, which a dry run cannot do before it: entries of lists,
 * labels and the like that only tools manage. Other fields of theirs may have defaults, which only the server knows.
 */
final class AdoptionPreview {

    /** Whose keys anybody may choose. */
    private static final Set<String> MAPS = Set.of("f:labels", "f:annotations", "f:nodeSelector", "f:data");

    private AdoptionPreview() {}

    /** @param object with its managed fields */
    static void takeOut(ObjectNode object) {
        ObjectNode theirs = Json.MAPPER.createObjectNode();
        ObjectNode kept = Json.MAPPER.createObjectNode();
        for (JsonNode entry : object.at("/metadata/managedFields")) {
            Adoption.merge(Adoption.isOfTool(entry) ? theirs : kept, (ObjectNode) entry.path("fieldsV1"));
        }
        takeOut(object, theirs, kept, false);
    }

    private static void takeOut(JsonNode node, JsonNode theirs, JsonNode kept, boolean map) {
        for (Map.Entry<String, JsonNode> field : theirs.properties()) {
            String key = field.getKey();
            JsonNode others = kept.path(key);
            if (key.startsWith("f:") && node instanceof ObjectNode object) {
                String name = key.substring(2);
                if (map && others.isMissingNode()) {
                    object.remove(name);
                } else {
                    takeOut(object.path(name), field.getValue(), others, MAPS.contains(key));
                }
            } else if (node instanceof ArrayNode list) {
                takeOut(list, key, field.getValue(), others);
            }
        }
    }

    private static void takeOut(ArrayNode list, String key, JsonNode theirs, JsonNode others) {
        for (int i = 0; i < list.size(); i++) {
            if (is(list.get(i), key)) {
                if (others.isMissingNode()) {
                    list.remove(i);
                } else {
                    takeOut(list.get(i), theirs, others, false);
                }
                return;
            }
        }
    }

    /** @param key {@code k:{"name":"app"}}, or {@code v:"value"} for what stands for itself */
    static boolean is(JsonNode item, String key) {
        try {
            JsonNode wanted = Json.MAPPER.readTree(key.substring(key.indexOf(':') + 1));
            return key.startsWith("k:")
                    ? wanted.properties().stream()
                            .allMatch(part -> part.getValue().equals(item.get(part.getKey())))
                    : key.startsWith("v:") && wanted.equals(item);
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
