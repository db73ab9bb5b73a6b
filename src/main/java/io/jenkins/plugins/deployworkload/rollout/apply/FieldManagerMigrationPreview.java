package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of the answer to a dry run what goes by an adoption, which a dry run cannot do before it: entries of lists,
 * labels and the like that only tools manage. Other fields of theirs may have defaults, which only the server knows.
 */
final class FieldManagerMigrationPreview {

    /** Whose keys anybody may choose. */
    private static final Set<String> FREE_FORM_MAPS = Set.of("f:labels", "f:annotations", "f:nodeSelector", "f:data");

    private FieldManagerMigrationPreview() {}

    /** @param object with its managed fields */
    static void removeMigratedFields(ObjectNode object) {
        ObjectNode theirs = Json.MAPPER.createObjectNode();
        ObjectNode kept = Json.MAPPER.createObjectNode();
        for (JsonNode entry : object.at("/metadata/managedFields")) {
            FieldManagerMigration.mergeFields(
                    FieldManagerMigration.isMigrated(entry) ? theirs : kept, (ObjectNode) entry.path("fieldsV1"));
        }
        removeMigratedFields(object, theirs, kept, false);
    }

    private static void removeMigratedFields(JsonNode node, JsonNode theirs, JsonNode kept, boolean map) {
        for (Map.Entry<String, JsonNode> field : theirs.properties()) {
            String key = field.getKey();
            JsonNode others = kept.path(key);
            if (key.startsWith("f:") && node instanceof ObjectNode object) {
                String name = key.substring(2);
                if (map && others.isMissingNode()) {
                    object.remove(name);
                } else {
                    removeMigratedFields(object.path(name), field.getValue(), others, FREE_FORM_MAPS.contains(key));
                }
            } else if (node instanceof ArrayNode list) {
                removeMigratedFields(list, key, field.getValue(), others);
            }
        }
    }

    private static void removeMigratedFields(ArrayNode list, String key, JsonNode theirs, JsonNode others) {
        for (int i = 0; i < list.size(); i++) {
            if (matchesKey(list.get(i), key)) {
                if (others.isMissingNode()) {
                    list.remove(i);
                } else {
                    removeMigratedFields(list.get(i), theirs, others, false);
                }
                return;
            }
        }
    }

    /** @param key {@code k:{"name":"app"}}, or {@code v:"value"} for what stands for itself */
    static boolean matchesKey(JsonNode item, String key) {
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
