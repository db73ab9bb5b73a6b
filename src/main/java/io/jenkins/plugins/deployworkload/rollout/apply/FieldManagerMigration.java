package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes over the fields that people have set with other tools, as kubectl does when it migrates from client-side to
 * server-side apply: merges the managedFields entries of these tools into the entry of this plugin. Without the
 * migration, a field that such a tool has set would stay for ever, even if it is not in the definition. Fields of
 * controllers are not migrated.
 *
 * @see <a href="https://github.com/kubernetes/client-go/blob/v0.34.0/util/csaupgrade/upgrade.go">client-go's
 *     csaupgrade</a>
 */
final class FieldManagerMigration {

    /** The field managers of tools that create objects for users, such as kubectl and Helm. */
    private static final Pattern MIGRATED_MANAGERS =
            Pattern.compile("kubectl(-.*)?|before-first-apply|[Hh]elm|fabric8|fabric8-kubernetes-client");

    private FieldManagerMigration() {}

    /**
     * @return a JSON patch that fails if the object has changed since it was read; {@code null} if there is nothing to
     *     migrate
     */
    static String migrationPatch(HasMetadata object, KubernetesSerialization serialization) {
        ObjectNode metadata =
                (ObjectNode) serialization.convertValue(object, JsonNode.class).path("metadata");
        ObjectNode applyEntry = null;
        ObjectNode migratedFields = Json.MAPPER.createObjectNode();
        ArrayNode entries = Json.MAPPER.createArrayNode();
        String apiVersion = object.getApiVersion();
        boolean found = false;
        for (JsonNode entry : metadata.path("managedFields")) {
            if (FieldManagers.isOurApplyEntry(entry)) {
                applyEntry = entry.deepCopy();
            } else if (isMigrated(entry)) {
                mergeFields(migratedFields, (ObjectNode) entry.path("fieldsV1"));
                apiVersion = entry.path("apiVersion").asText(apiVersion);
                found = true;
            } else {
                entries.add(entry);
            }
        }
        if (!found) {
            return null;
        }
        if (applyEntry == null) {
            applyEntry = Json.MAPPER
                    .createObjectNode()
                    .put("manager", FieldManagers.FIELD_MANAGER)
                    .put("operation", "Apply")
                    .put("apiVersion", apiVersion)
                    .put("fieldsType", "FieldsV1");
            applyEntry.set("fieldsV1", migratedFields);
        } else {
            mergeFields((ObjectNode) applyEntry.get("fieldsV1"), migratedFields);
        }
        entries.add(applyEntry);
        ArrayNode patch = managedFieldsPatch(entries, object);
        if (metadata.path("annotations").has(FieldManagers.LAST_APPLIED_ANNOTATION)) {
            // With this annotation, a later kubectl apply would migrate the fields back.
            patch.add(operation(
                    "remove", "/metadata/annotations/" + FieldManagers.LAST_APPLIED_ANNOTATION.replace("/", "~1")));
        }
        return patch.toString();
    }

    /**
     * Makes this plugin the owner of the rolling-update defaults that the API server has set for an object without a
     * strategy. No field manager owns these defaults, so no apply removes them. The API server refuses an object that
     * has these defaults and another strategy. Once this plugin owns the defaults, the next apply removes them, because
     * they are not in the definition.
     *
     * @param strategy {@code strategy} or {@code updateStrategy}
     * @return a patch like that of {@link #migrationPatch}; {@code null} if there are no such defaults or this plugin
     *     has not applied the object
     */
    static String defaultsPatch(HasMetadata object, String strategy, KubernetesSerialization serialization) {
        JsonNode live = serialization.convertValue(object, JsonNode.class);
        JsonNode defaults = live.path("spec").path(strategy).path("rollingUpdate");
        ArrayNode entries = Json.MAPPER.createArrayNode();
        boolean found = false;
        for (JsonNode entry : live.at("/metadata/managedFields")) {
            ObjectNode copy = entry.deepCopy();
            if (FieldManagers.isOurApplyEntry(entry) && defaults.isObject()) {
                ObjectNode fields = Json.MAPPER.createObjectNode();
                ObjectNode ownedFields =
                        fields.putObject("f:spec").putObject("f:" + strategy).putObject("f:rollingUpdate");
                ownedFields.putObject(".");
                defaults.fieldNames().forEachRemaining(name -> ownedFields.putObject("f:" + name));
                mergeFields((ObjectNode) copy.get("fieldsV1"), fields);
                found = true;
            }
            entries.add(copy);
        }
        return found ? managedFieldsPatch(entries, object).toString() : null;
    }

    /** Whether the fields of this managedFields entry are migrated. */
    static boolean isMigrated(JsonNode entry) {
        return entry.path("subresource").asText("").isEmpty()
                && MIGRATED_MANAGERS.matcher(entry.path("manager").asText()).matches();
    }

    /** Whether the fields of all these managers are migrated. */
    static boolean areAllMigrated(Map<String, Set<String>> managers) {
        return !managers.isEmpty()
                && managers.keySet().stream()
                        .allMatch(manager -> MIGRATED_MANAGERS.matcher(manager).matches());
    }

    /** A JSON patch that replaces the managedFields, and fails if the object has changed since it was read. */
    static ArrayNode managedFieldsPatch(ArrayNode entries, HasMetadata object) {
        ArrayNode patch = Json.MAPPER.createArrayNode();
        patch.add(operation("replace", "/metadata/managedFields").set("value", entries));
        patch.add(operation("replace", "/metadata/resourceVersion")
                .put("value", object.getMetadata().getResourceVersion()));
        return patch;
    }

    private static ObjectNode operation(String name, String path) {
        return Json.MAPPER.createObjectNode().put("op", name).put("path", path);
    }

    /** Merges one FieldsV1 set into another. */
    static void mergeFields(ObjectNode into, ObjectNode from) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            if (into.get(field.getKey()) instanceof ObjectNode existing
                    && field.getValue() instanceof ObjectNode added) {
                mergeFields(existing, added);
            } else {
                into.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }
}
