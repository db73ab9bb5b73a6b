package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares two states of an object field by field. Entries of lists are told apart by what the API tells them apart by, so
 * that a new variable at the top is not a change of all after it. Left out is what the server keeps for itself.
 */
public final class FieldDiff {

    /** By which field entries of lists are told apart, the first that all of them have. */
    private static final List<String> LIST_KEYS =
            List.of("name", "mountPath", "containerPort", "port", "key", "ip", "type");

    private static final Set<String> SERVER_MANAGED = Set.of(
            "status",
            "metadata.managedFields",
            "metadata.resourceVersion",
            "metadata.generation",
            "metadata.uid",
            "metadata.creationTimestamp",
            "metadata.selfLink");

    private final boolean secret;
    private final List<FieldChange> changes = new ArrayList<>();

    private FieldDiff(boolean secret) {
        this.secret = secret;
    }

    /** @param before missing for an object that is not there */
    public static List<FieldChange> of(JsonNode before, JsonNode after) {
        FieldDiff difference = new FieldDiff("Secret".equals(after.path("kind").asText()));
        difference.compare("", before, after);
        return List.copyOf(difference.changes);
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (SERVER_MANAGED.contains(path) || Objects.equals(before, after)) {
            return;
        }
        if (hasChildren(before) || hasChildren(after)) {
            Map<String, JsonNode> old = children(path, before, after);
            Map<String, JsonNode> now = children(path, after, before);
            Set<String> names = new LinkedHashSet<>(old.keySet());
            names.addAll(now.keySet());
            names.forEach(name -> compare(name, old.get(name), now.get(name)));
        } else {
            changes.add(new FieldChange(path, text(path, before), text(path, after)));
        }
    }

    /**
     * Values of variables, whose names may hold brackets and be long, also where kubectl keeps the whole object in an annotation,
     * and all that a Secret holds. That they change is said, not to what.
     */
    private boolean isHidden(String path) {
        boolean variable = path.endsWith("].value") && (path.startsWith("env[") || path.contains(".env["));
        boolean whole = path.endsWith("annotations[" + FieldManagerMigration.LAST_APPLIED_ANNOTATION + "]");
        return variable || whole || path.startsWith("stringData") || secret && path.startsWith("data");
    }

    private static boolean hasChildren(JsonNode node) {
        return node != null && node.isContainerNode() && !node.isEmpty();
    }

    private String text(String path, JsonNode value) {
        if (value == null || value.isMissingNode() || value.isNull()) {
            return null;
        }
        return isHidden(path) ? FieldChange.MASKED : value.isValueNode() ? value.asText() : value.toString();
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
                    .filter(name -> allHave(node, name) && allHave(other, name))
                    .findFirst()
                    .orElse(null);
            int index = 0;
            for (JsonNode item : node) {
                String name =
                        key == null ? String.valueOf(index) : item.path(key).asText();
                children.put(path + "[" + name + "]", item);
                index++;
            }
        }
        return children;
    }

    private static boolean allHave(JsonNode list, String name) {
        if (list == null || !list.isArray()) {
            return true;
        }
        Set<String> seen = new LinkedHashSet<>();
        for (JsonNode item : list) {
            if (!item.path(name).isValueNode() || !seen.add(item.path(name).asText())) {
                return false;
            }
        }
        return true;
    }
}
