package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares an object with the one that would be made in its place. That one is known only as it is described, without what
 * the server will put in; so what it has put into the present one, and nobody has described, is no difference.
 */
final class Replacement {

    private Replacement() {}

    /** @param live with its managed fields */
    static List<Change> changes(JsonNode live, JsonNode described) {
        Set<Change> ofWhatWasDescribed = new HashSet<>(Difference.of(described(live), described));
        return Difference.of(live, described).stream()
                .filter(change -> change.after() != null || ofWhatWasDescribed.contains(change))
                .toList();
    }

    /** What this product, or a tool of which it would be adopted, has put there. */
    private static JsonNode described(JsonNode live) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        for (JsonNode entry : live.at("/metadata/managedFields")) {
            if (Ours.is(entry) || Adoption.isOfTool(entry)) {
                Adoption.merge(fields, (ObjectNode) entry.path("fieldsV1"));
            }
        }
        return fields.isEmpty() ? fields : part(live, fields);
    }

    private static JsonNode part(JsonNode node, JsonNode fields) {
        if (fields.isEmpty()) {
            return node;
        }
        return node instanceof ArrayNode list ? entries(list, fields) : fields(node, fields);
    }

    private static JsonNode fields(JsonNode object, JsonNode fields) {
        ObjectNode part = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            String name = field.getKey().startsWith("f:") ? field.getKey().substring(2) : "";
            if (object.has(name)) {
                part.set(name, part(object.get(name), field.getValue()));
            }
        }
        return part;
    }

    private static JsonNode entries(ArrayNode list, JsonNode fields) {
        ArrayNode part = Json.MAPPER.createArrayNode();
        for (JsonNode entry : list) {
            fields.properties().stream()
                    .filter(field -> AdoptionPreview.is(entry, field.getKey()))
                    .findFirst()
                    .ifPresent(field -> part.add(part(entry, field.getValue())));
        }
        return part;
    }
}
