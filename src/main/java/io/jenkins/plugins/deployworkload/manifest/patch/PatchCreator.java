package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates the patch that turns one object of a built-in kind into another. It is a strategic merge patch, or a JSON
 * patch if no strategic merge patch has exactly this effect.
 */
public final class PatchCreator {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Whether to give the order of each list whose order differs. */
    private final boolean ordered;

    private PatchCreator(boolean ordered) {
        this.ordered = ordered;
    }

    /**
     * @return the content of the patch, see {@link ObjectPatch#content}; empty if the objects are equal
     * @throws PatchException if the objects differ in a field that patches cannot change
     */
    public static Optional<JsonNode> create(ObjectNode from, ObjectNode to) throws PatchException {
        if (same(from, to)) {
            return Optional.empty();
        }
        MergeSchema schema = MergeSchema.of(
                from.path("apiVersion").asText(), from.path("kind").asText());
        for (boolean ordered : List.of(false, true)) {
            JsonNode merge = new PatchCreator(ordered).map(from, to, schema);
            if (hasEffect(merge, from, to)) {
                return Optional.of(merge);
            }
        }
        JsonNode operations = JsonPatchCreator.create(from, to);
        Patcher.apply(new ArrayList<>(List.of(from)), patch(from, operations));
        return Optional.of(operations);
    }

    /** Whether two trees are equal; the Java type of a number does not matter. */
    public static boolean same(JsonNode left, JsonNode right) {
        return Scalars.sameTree(left, right);
    }

    private static boolean hasEffect(JsonNode patch, ObjectNode from, ObjectNode to) {
        List<ObjectNode> objects = new ArrayList<>(List.of(from));
        try {
            Patcher.apply(objects, patch(from, patch));
            return same(objects.getFirst(), to);
        } catch (PatchException e) {
            return false;
        }
    }

    private static ObjectPatch patch(ObjectNode object, JsonNode content) {
        return new ObjectPatch(object.path("kind").asText(), null, "", content);
    }

    private ObjectNode map(ObjectNode from, ObjectNode to, MergeSchema schema) {
        ObjectNode patch = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : to.properties()) {
            String key = entry.getKey();
            JsonNode before = from.get(key);
            JsonNode after = entry.getValue();
            MergeSchema.Field field = schema.field(key);
            if (before == null) {
                patch.set(key, after.deepCopy());
            } else if (same(before, after)) {
                continue;
            } else if (before instanceof ObjectNode left && after instanceof ObjectNode right && !field.replaces()) {
                patch.set(key, map(left, right, field.type()));
            } else if (before instanceof ArrayNode left && after instanceof ArrayNode right && field.merges()) {
                list(key, left, right, field, patch);
            } else {
                patch.set(key, after.deepCopy());
            }
        }
        for (Map.Entry<String, JsonNode> entry : from.properties()) {
            if (!to.has(entry.getKey())) {
                patch.putNull(entry.getKey());
            }
        }
        return patch;
    }

    private void list(String name, ArrayNode from, ArrayNode to, MergeSchema.Field field, ObjectNode patch) {
        String key = field.mergeKey();
        if (key == null || !hasUniqueKeys(from, key) || !hasUniqueKeys(to, key)) {
            ArrayNode replacement = NODES.arrayNode().add(NODES.objectNode().put(Directives.PATCH, "replace"));
            patch.set(name, key == null ? to.deepCopy() : replacement.addAll(to.deepCopy()));
            return;
        }
        ArrayNode changes = NODES.arrayNode();
        for (JsonNode after : to) {
            JsonNode before = find(from, key, after.get(key));
            if (before == null) {
                changes.add(after.deepCopy());
            } else if (!same(before, after)) {
                ObjectNode change = NODES.objectNode();
                change.set(key, after.get(key));
                changes.add(change.setAll(map((ObjectNode) before, (ObjectNode) after, field.type())));
            }
        }
        for (JsonNode before : from) {
            if (find(to, key, before.get(key)) == null) {
                ObjectNode deletion = NODES.objectNode().put(Directives.PATCH, "delete");
                changes.add(deletion.set(key, before.get(key)));
            }
        }
        if (ordered && !keys(from, key).equals(keys(to, key))) {
            ArrayNode order = patch.putArray(Directives.ORDER + name);
            keys(to, key).forEach(value -> order.addObject().set(key, value));
        }
        if (!changes.isEmpty()) {
            patch.set(name, changes);
        }
    }

    private static boolean hasUniqueKeys(ArrayNode list, String key) {
        for (JsonNode element : list) {
            if (!element.isObject() || !element.has(key)) {
                return false;
            }
        }
        return keys(list, key).stream().distinct().count() == list.size();
    }

    private static List<JsonNode> keys(ArrayNode list, String key) {
        List<JsonNode> keys = new ArrayList<>();
        list.forEach(element -> keys.add(element.get(key)));
        return keys;
    }

    private static JsonNode find(ArrayNode list, String key, JsonNode value) {
        for (JsonNode element : list) {
            if (Scalars.same(element.get(key), value)) {
                return element;
            }
        }
        return null;
    }
}
