package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An object after an apply, which keeps the fields that other clients have set. The managedFields of the object tell
 * which fields these are. No manager owns the defaults of the API server and the changes of webhooks and admission
 * policies, because the API server records the managers before the admission.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go">PatchResource</a>
 */
final class MergedObject {

    /** These subresources change no field that a policy decides on. */
    private static final Set<String> HARMLESS_SUBRESOURCES = Set.of("status", "scale");

    private static final Set<String> ANNOTATED_BY_CONTROLLER = Set.of("Deployment", "DaemonSet");

    private final JsonNode object;
    private final List<JsonNode> ours = new ArrayList<>();
    private final List<JsonNode> others = new ArrayList<>();

    /**
     * @param object an object with its managedFields
     * @param adopt whether the apply also removes the fields of managers that {@link FieldManagerMigration} migrates
     */
    MergedObject(JsonNode object, boolean adopt) {
        this.object = object;
        for (JsonNode entry : object.at("/metadata/managedFields")) {
            if (isOurs(entry)) {
                ours.add(entry.path("fieldsV1"));
            } else if (!HARMLESS_SUBRESOURCES.contains(entry.path("subresource").asText())
                    && !isNoteOfController(entry)
                    && !(adopt && FieldManagerMigration.isMigrated(entry))) {
                others.add(entry.path("fieldsV1"));
            }
        }
    }

    /** Besides applies, this plugin writes annotations only. Another client may use the name of this plugin. */
    private static boolean isOurs(JsonNode entry) {
        return FieldManagers.isOurApplyEntry(entry)
                || FieldManagers.FIELD_MANAGER.equals(entry.path("manager").asText()) && hasOnlyMetadata(entry);
    }

    /**
     * Whether the entry has annotations and labels only, such as the revision number that the controller of a Deployment or
     * DaemonSet sets. A policy decides on the annotations of pods and Ingresses, but not on those of these kinds.
     */
    private boolean isNoteOfController(JsonNode entry) {
        return hasOnlyMetadata(entry)
                && ANNOTATED_BY_CONTROLLER.contains(object.path("kind").asText());
    }

    private static boolean hasOnlyMetadata(JsonNode entry) {
        JsonNode fields = entry.path("fieldsV1");
        return fields.size() == 1 && fields.has("f:metadata");
    }

    boolean hasFieldsOfOthers() {
        return !others.isEmpty();
    }

    /** The object with the fields that clients have set, without defaults and changes of webhooks. */
    ObjectNode fields() {
        ObjectNode owned = Json.MAPPER.createObjectNode();
        ours.forEach(fields -> FieldManagerMigration.mergeFields(owned, (ObjectNode) fields));
        others.forEach(fields -> FieldManagerMigration.mergeFields(owned, (ObjectNode) fields));
        ObjectNode selected = FieldSelection.selectFields(object, owned);
        selected.set("apiVersion", object.path("apiVersion"));
        selected.set("kind", object.path("kind"));
        ObjectNode metadata = selected.withObjectProperty("metadata");
        metadata.set("name", object.at("/metadata/name"));
        metadata.set("namespace", object.at("/metadata/namespace"));
        return selected;
    }
}
