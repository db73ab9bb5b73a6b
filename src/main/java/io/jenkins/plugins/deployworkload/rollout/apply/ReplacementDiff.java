package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares an object with the one that would be made in its place. That one is known only as it is described, without what
 * the server will put in; so what it has put into the present one, and nobody has described, is no difference.
 */
public final class ReplacementDiff {

    private ReplacementDiff() {}

    /** @param live with its managed fields */
    public static List<FieldChange> changes(JsonNode live, JsonNode described) {
        Set<FieldChange> ofWhatWasDescribed = new HashSet<>(FieldDiff.of(appliedFields(live), described));
        return FieldDiff.of(live, described).stream()
                .filter(change -> change.after() != null || ofWhatWasDescribed.contains(change))
                .toList();
    }

    /** What this product, or a tool of which it would be adopted, has put there. */
    private static JsonNode appliedFields(JsonNode live) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        for (JsonNode entry : live.at("/metadata/managedFields")) {
            if (FieldManagers.isOurApplyEntry(entry) || FieldManagerMigration.isMigrated(entry)) {
                FieldManagerMigration.mergeFields(fields, (ObjectNode) entry.path("fieldsV1"));
            }
        }
        return fields.isEmpty() ? fields : select(live, fields);
    }

    private static JsonNode select(JsonNode node, JsonNode fields) {
        if (fields.isEmpty()) {
            return node;
        }
        return node instanceof ArrayNode list ? selectEntries(list, fields) : selectFields(node, fields);
    }

    private static JsonNode selectFields(JsonNode object, JsonNode fields) {
        ObjectNode part = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            String name = field.getKey().startsWith("f:") ? field.getKey().substring(2) : "";
            if (object.has(name)) {
                part.set(name, select(object.get(name), field.getValue()));
            }
        }
        return part;
    }

    private static JsonNode selectEntries(ArrayNode list, JsonNode fields) {
        ArrayNode part = Json.MAPPER.createArrayNode();
        for (JsonNode entry : list) {
            fields.properties().stream()
                    .filter(field -> FieldManagerMigrationPreview.matchesKey(entry, field.getKey()))
                    .findFirst()
                    .ifPresent(field -> part.add(select(entry, field.getValue())));
        }
        return part;
    }
}
