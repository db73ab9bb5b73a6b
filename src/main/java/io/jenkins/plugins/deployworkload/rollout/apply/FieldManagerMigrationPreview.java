package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.Map;
import java.util.Set;

/**
 * Adds the effect of a field-manager migration to the answer of a dry run, which cannot include the migration. Removes
 * the list entries, labels and similar keys that only migrated managers own. Other fields stay, because the API server
 * may replace them by defaults that are not known here.
 */
final class FieldManagerMigrationPreview {

    /** The maps whose keys the user chooses. */
    private static final Set<String> FREE_FORM_MAPS = Set.of("f:labels", "f:annotations", "f:nodeSelector", "f:data");

    private FieldManagerMigrationPreview() {}

    /** @param object an object with its managedFields */
    static void removeMigratedFields(ObjectNode object) {
        ObjectNode migratedFields = Json.MAPPER.createObjectNode();
        ObjectNode otherFields = Json.MAPPER.createObjectNode();
        for (JsonNode entry : object.at("/metadata/managedFields")) {
            FieldManagerMigration.mergeFields(
                    FieldManagerMigration.isMigrated(entry) ? migratedFields : otherFields,
                    (ObjectNode) entry.path("fieldsV1"));
        }
        removeMigratedFields(object, migratedFields, otherFields, false);
    }

    private static void removeMigratedFields(
            JsonNode node, JsonNode migratedFields, JsonNode otherFields, boolean isFreeForm) {
        for (Map.Entry<String, JsonNode> field : migratedFields.properties()) {
            String key = field.getKey();
            JsonNode otherField = otherFields.path(key);
            if (key.startsWith("f:") && node instanceof ObjectNode object) {
                String name = key.substring(2);
                if (isFreeForm && otherField.isMissingNode()) {
                    object.remove(name);
                } else {
                    removeMigratedFields(object.path(name), field.getValue(), otherField, FREE_FORM_MAPS.contains(key));
                }
            } else if (node instanceof ArrayNode list) {
                removeMigratedFields(list, key, field.getValue(), otherField);
            }
        }
    }

    private static void removeMigratedFields(ArrayNode list, String key, JsonNode migratedFields, JsonNode otherField) {
        for (int i = 0; i < list.size(); i++) {
            if (matchesKey(list.get(i), key)) {
                if (otherField.isMissingNode()) {
                    list.remove(i);
                } else {
                    removeMigratedFields(list.get(i), migratedFields, otherField, false);
                }
                return;
            }
        }
    }

    /**
     * @param key a FieldsV1 list key: {@code k:{"name":"app"}} for an entry with a key, {@code v:"value"} for a plain
     *     value
     */
    static boolean matchesKey(JsonNode item, String key) {
        try {
            JsonNode parsed = Json.MAPPER.readTree(key.substring(key.indexOf(':') + 1));
            return key.startsWith("k:")
                    ? parsed.properties().stream()
                            .allMatch(part -> part.getValue().equals(item.get(part.getKey())))
                    : key.startsWith("v:") && parsed.equals(item);
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
