package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares an object with its replacement. The replacement comes from the definition and has no defaults of the API
 * server. Therefore defaults that only the live object has do not count as changes.
 */
public final class ReplacementDiff {

    private ReplacementDiff() {}

    /** @param live the live object with its managedFields */
    public static List<FieldChange> changes(JsonNode live, JsonNode described) {
        Set<FieldChange> changesOfAppliedFields = new HashSet<>(FieldDiff.of(appliedFields(live), described));
        return FieldDiff.of(live, described).stream()
                .filter(change -> change.after() != null || changesOfAppliedFields.contains(change))
                .toList();
    }

    /** The live fields that were applied by this plugin or by a field manager that is migrated. */
    private static JsonNode appliedFields(JsonNode live) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        for (JsonNode entry : live.at("/metadata/managedFields")) {
            if (FieldManagers.isOurApplyEntry(entry) || FieldManagerMigration.isMigrated(entry)) {
                FieldManagerMigration.mergeFields(fields, (ObjectNode) entry.path("fieldsV1"));
            }
        }
        return fields.isEmpty() ? fields : FieldSelection.select(live, fields);
    }
}
