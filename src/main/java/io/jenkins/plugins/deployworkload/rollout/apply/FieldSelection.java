package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.Map;

/** Selects the fields of an object that a FieldsV1 set of its managedFields contains. */
final class FieldSelection {

    private FieldSelection() {}

    /** @param fields the FieldsV1 set; an empty set stands for the whole node, as that of an atomic field does */
    static JsonNode select(JsonNode node, JsonNode fields) {
        if (fields.isEmpty()) {
            return node;
        }
        return node instanceof ArrayNode list ? selectEntries(list, fields) : selectFields(node, fields);
    }

    static ObjectNode selectFields(JsonNode object, JsonNode fields) {
        ObjectNode selected = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            String name = field.getKey().startsWith("f:") ? field.getKey().substring(2) : "";
            if (object.has(name)) {
                selected.set(name, select(object.get(name), field.getValue()));
            }
        }
        return selected;
    }

    private static ArrayNode selectEntries(ArrayNode list, JsonNode fields) {
        ArrayNode selected = Json.MAPPER.createArrayNode();
        for (JsonNode entry : list) {
            fields.properties().stream()
                    .filter(field -> FieldManagerMigrationPreview.matchesKey(entry, field.getKey()))
                    .findFirst()
                    .ifPresent(field -> selected.add(select(entry, field.getValue())));
        }
        return selected;
    }
}
