package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.masking.SecretFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Compares two states of an object field by field. List entries are matched by their key, as in the API. If an
 * environment variable is added at the top of the list, the diff shows one new entry and no change of the others.
 * Fields that the API server or the engine manages are left out.
 */
public final class FieldDiff {

    /** Fields that can identify a list entry. The first field that all entries have, with distinct values, is used. */
    private static final List<String> LIST_KEYS =
            List.of("name", "mountPath", "containerPort", "port", "key", "ip", "type");

    static final Set<String> NOT_SHOWN = Set.of(
            // The values are not known before the activation, and change only together with another field.
            annotationPath(FieldManagers.REVISION_ANNOTATION),
            annotationPath(FieldManagers.OWNER_ANNOTATION),
            annotationPath(FieldManagers.JOB_ANNOTATION),
            annotationPath(FieldManagers.BUILD_ANNOTATION),
            annotationPath(FieldManagers.BUILD_URL_ANNOTATION),
            "status",
            "metadata.managedFields",
            "metadata.resourceVersion",
            "metadata.generation",
            "metadata.uid",
            "metadata.creationTimestamp",
            "metadata.selfLink");

    private final List<FieldChange> changes = new ArrayList<>();

    /** @param field decides whether the value may be secret */
    record Child(JsonNode value, SecretFields field) {}

    private static String annotationPath(String key) {
        return "metadata.annotations[" + key + "]";
    }

    private FieldDiff() {}

    /**
     * @param before the old state; missing for an object that does not exist
     * @param after the new state; missing for an object that would be gone
     */
    public static List<FieldChange> of(JsonNode before, JsonNode after) {
        FieldDiff diff = new FieldDiff();
        String kind = (after.has("kind") ? after : before).path("kind").asText();
        diff.compare("", before, after, SecretFields.of(SecretFields.Audience.LOG, kind, false));
        return List.copyOf(diff.changes);
    }

    private void compare(String path, JsonNode before, JsonNode after, SecretFields field) {
        if (NOT_SHOWN.contains(path) || Objects.equals(before, after)) {
            return;
        }
        if (hasChildren(before) || hasChildren(after)) {
            Map<String, Child> beforeFields = children(path, before, after, field);
            Map<String, Child> afterFields = children(path, after, before, field);
            Map<String, Child> all = new LinkedHashMap<>(beforeFields);
            // A list may have replaced a map, so that only one of the two fields is hidden.
            afterFields.forEach((child, known) ->
                    all.merge(child, known, (first, second) -> first.field().isHidden() ? first : second));
            all.forEach((child, known) ->
                    compare(child, value(beforeFields.get(child)), value(afterFields.get(child)), known.field()));
        } else {
            changes.add(new FieldChange(path, text(before, field), text(after, field)));
        }
    }

    private static JsonNode value(Child child) {
        return child == null ? null : child.value();
    }

    private static boolean hasChildren(JsonNode node) {
        return node != null && node.isContainerNode() && !node.isEmpty();
    }

    private static String text(JsonNode value, SecretFields field) {
        return value == null || value.isMissingNode() || value.isNull() ? null : field.text(value);
    }

    /**
     * The fields or entries of a node, by their path.
     *
     * @param other the node that it is compared with
     */
    static Map<String, Child> children(String path, JsonNode node, JsonNode other, SecretFields field) {
        Map<String, Child> children = new LinkedHashMap<>();
        if (node == null) {
            return children;
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> children.put(
                            entry.getKey().matches("[A-Za-z0-9]+")
                                    ? path.isEmpty() ? entry.getKey() : path + "." + entry.getKey()
                                    : path + "[" + entry.getKey() + "]",
                            new Child(entry.getValue(), field.field(entry.getKey()))));
        } else if (node.isArray()) {
            String key = key(node, other, field).orElse(null);
            int index = 0;
            for (JsonNode item : node) {
                String entryKey =
                        key == null ? String.valueOf(index) : item.path(key).asText();
                children.put(path + "[" + entryKey + "]", new Child(item, field));
                index++;
            }
        }
        return children;
    }

    /** The field that identifies the entries of two lists; empty if there is none, or if its values may be secret. */
    static Optional<String> key(JsonNode list, JsonNode other, SecretFields field) {
        return LIST_KEYS.stream()
                .filter(candidate -> allHave(list, candidate) && allHave(other, candidate))
                .filter(candidate -> !field.field(candidate).isHidden())
                .findFirst();
    }

    private static boolean allHave(JsonNode list, String field) {
        if (list == null || !list.isArray()) {
            return true;
        }
        Set<String> seen = new LinkedHashSet<>();
        for (JsonNode item : list) {
            if (!item.path(field).isValueNode() || !seen.add(item.path(field).asText())) {
                return false;
            }
        }
        return true;
    }
}
