package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static final Set<String> NOT_SHOWN = Set.of(
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

    private final boolean secret;
    private final List<FieldChange> changes = new ArrayList<>();

    private static String annotationPath(String key) {
        return "metadata.annotations[" + key + "]";
    }

    private FieldDiff(boolean secret) {
        this.secret = secret;
    }

    /** @param before the old state; missing for an object that does not exist */
    public static List<FieldChange> of(JsonNode before, JsonNode after) {
        FieldDiff diff = new FieldDiff("Secret".equals(after.path("kind").asText()));
        diff.compare("", before, after);
        return List.copyOf(diff.changes);
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (NOT_SHOWN.contains(path) || Objects.equals(before, after)) {
            return;
        }
        if (hasChildren(before) || hasChildren(after)) {
            Map<String, JsonNode> beforeFields = children(path, before, after);
            Map<String, JsonNode> afterFields = children(path, after, before);
            Set<String> paths = new LinkedHashSet<>(beforeFields.keySet());
            paths.addAll(afterFields.keySet());
            paths.forEach(child -> compare(child, beforeFields.get(child), afterFields.get(child)));
        } else {
            changes.add(new FieldChange(path, text(path, before), text(path, after)));
        }
    }

    /**
     * Whether the diff shows only that the field changes, but not its value. This applies to values of environment
     * variables and of headers of probes, to everything in a Secret, and to the annotation in which kubectl keeps the whole object. The name of
     * an environment variable may contain brackets.
     */
    private boolean isHidden(String path) {
        boolean isVariable = path.endsWith("].value") && (path.startsWith("env[") || path.contains(".env["));
        boolean isWholeObject = path.endsWith("annotations[" + FieldManagerMigration.LAST_APPLIED_ANNOTATION + "]");
        boolean isHeader = path.endsWith("].value") && path.contains(".httpHeaders[");
        return isVariable
                || isHeader
                || isWholeObject
                || path.startsWith("stringData")
                || secret && path.startsWith("data");
    }

    private static boolean hasChildren(JsonNode node) {
        return node != null && node.isContainerNode() && !node.isEmpty();
    }

    private String text(String path, JsonNode value) {
        if (value == null || value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.isValueNode() ? value.asText() : value.toString();
        return isHidden(path)
                ? FieldChange.MASKED
                // The query of a probe may contain a token.
                : path.endsWith(".httpGet.path") ? text.replaceFirst("\\?.*", "?" + FieldChange.MASKED) : text;
    }

    private static Map<String, JsonNode> children(String path, JsonNode node, JsonNode other) {
        Map<String, JsonNode> children = new LinkedHashMap<>();
        if (node == null) {
            return children;
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> children.put(
                            field.getKey().matches("[A-Za-z0-9]+")
                                    ? path.isEmpty() ? field.getKey() : path + "." + field.getKey()
                                    : path + "[" + field.getKey() + "]",
                            field.getValue()));
        } else if (node.isArray()) {
            String key = LIST_KEYS.stream()
                    .filter(field -> allHave(node, field) && allHave(other, field))
                    .findFirst()
                    .orElse(null);
            int index = 0;
            for (JsonNode item : node) {
                String entryKey =
                        key == null ? String.valueOf(index) : item.path(key).asText();
                children.put(path + "[" + entryKey + "]", item);
                index++;
            }
        }
        return children;
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
