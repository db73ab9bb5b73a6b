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
 * Makes this product the manager of the fields that people have set with their tools, as kubectl does when it goes from
 * its own apply to the server's: their entries in managedFields become part of ours. Without that a field of theirs that is
 * not described would stay for ever. Controllers keep what is theirs.
 *
 * @see <a href="https://github.com/kubernetes/client-go/blob/v0.34.0/util/csaupgrade/upgrade.go">client-go's csaupgrade</a>
 */
final class FieldManagerMigration {

    /** The tools by which objects come to be, as they name themselves. */
    private static final Pattern MIGRATED_MANAGERS =
            Pattern.compile("kubectl(-.*)?|before-first-apply|[Hh]elm|fabric8|fabric8-kubernetes-client");

    /** The annotation in which kubectl keeps the whole object as it was applied last. */
    static final String LAST_APPLIED_ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    private FieldManagerMigration() {}

    /** @return a JSON patch that holds only for the object as it was read, or {@code null} if there is nothing to adopt */
    static String migrationPatch(HasMetadata object, KubernetesSerialization serialization) {
        ObjectNode metadata =
                (ObjectNode) serialization.convertValue(object, JsonNode.class).path("metadata");
        ObjectNode ours = null;
        ObjectNode theirs = Json.MAPPER.createObjectNode();
        ArrayNode entries = Json.MAPPER.createArrayNode();
        String apiVersion = object.getApiVersion();
        boolean found = false;
        for (JsonNode entry : metadata.path("managedFields")) {
            if (FieldManagers.isOurApplyEntry(entry)) {
                ours = entry.deepCopy();
            } else if (isMigrated(entry)) {
                mergeFields(theirs, (ObjectNode) entry.path("fieldsV1"));
                apiVersion = entry.path("apiVersion").asText(apiVersion);
                found = true;
            } else {
                entries.add(entry);
            }
        }
        if (!found) {
            return null;
        }
        if (ours == null) {
            ours = Json.MAPPER
                    .createObjectNode()
                    .put("manager", FieldManagers.FIELD_MANAGER)
                    .put("operation", "Apply")
                    .put("apiVersion", apiVersion)
                    .put("fieldsType", "FieldsV1");
            ours.set("fieldsV1", theirs);
        } else {
            mergeFields((ObjectNode) ours.get("fieldsV1"), theirs);
        }
        entries.add(ours);
        ArrayNode patch = managedFieldsPatch(entries, object);
        if (metadata.path("annotations").has(LAST_APPLIED_ANNOTATION)) {
            // Otherwise kubectl apply would take it for its own again.
            patch.add(operation("remove", "/metadata/annotations/" + LAST_APPLIED_ANNOTATION.replace("/", "~1")));
        }
        return patch.toString();
    }

    /**
     * Makes this product the manager of the numbers of a rolling update that the server has put in for an object whose
     * strategy was not said. They are nobody's, so that no apply takes them away, and the server refuses them beside another
     * strategy; once they are this product's they go with the first apply that does not say them.
     *
     * @param strategy {@code strategy} or {@code updateStrategy}
     * @return as {@link #migrationPatch}; {@code null} if there is nothing of the kind, or the object is not this product's
     */
    static String defaultsPatch(HasMetadata object, String strategy, KubernetesSerialization serialization) {
        JsonNode live = serialization.convertValue(object, JsonNode.class);
        JsonNode numbers = live.path("spec").path(strategy).path("rollingUpdate");
        ArrayNode entries = Json.MAPPER.createArrayNode();
        boolean found = false;
        for (JsonNode entry : live.at("/metadata/managedFields")) {
            ObjectNode copy = entry.deepCopy();
            if (FieldManagers.isOurApplyEntry(entry) && numbers.isObject()) {
                ObjectNode fields = Json.MAPPER.createObjectNode();
                ObjectNode taken =
                        fields.putObject("f:spec").putObject("f:" + strategy).putObject("f:rollingUpdate");
                taken.putObject(".");
                numbers.fieldNames().forEachRemaining(name -> taken.putObject("f:" + name));
                mergeFields((ObjectNode) copy.get("fieldsV1"), fields);
                found = true;
            }
            entries.add(copy);
        }
        return found ? managedFieldsPatch(entries, object).toString() : null;
    }

    /** Whether a tool's fields are adopted by this entry. */
    static boolean isMigrated(JsonNode entry) {
        return entry.path("subresource").asText("").isEmpty()
                && MIGRATED_MANAGERS.matcher(entry.path("manager").asText()).matches();
    }

    /** Whether all of these managers are tools whose fields are adopted. */
    static boolean areAllMigrated(Map<String, Set<String>> managers) {
        return !managers.isEmpty()
                && managers.keySet().stream()
                        .allMatch(manager -> MIGRATED_MANAGERS.matcher(manager).matches());
    }

    /** Other managers, for exactly the object that was read. */
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

    /** The union of two sets of fields. */
    static void mergeFields(ObjectNode into, ObjectNode from) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            if (into.get(field.getKey()) instanceof ObjectNode present && field.getValue() instanceof ObjectNode more) {
                mergeFields(present, more);
            } else {
                into.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }
}
