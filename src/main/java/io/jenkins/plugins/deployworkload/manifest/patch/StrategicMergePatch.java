package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A strategic merge patch with its directives, as the API server applies it.
 *
 * @see <a
 *     href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md">Strategic
 *     merge patch</a>
 */
final class StrategicMergePatch {

    private StrategicMergePatch() {}

    /**
     * @param path the path of the patch, for problems
     * @return the patched object; {@code object} does not change
     */
    static ObjectNode apply(ObjectNode object, ObjectNode patch, MergeSchema schema, String path)
            throws PatchException {
        ObjectNode merged = map(object.deepCopy(), patch.deepCopy(), schema, path);
        Directives.removeAll(merged);
        return merged;
    }

    /** Merges a patch into a map, and returns the map or the one that replaces it. */
    static ObjectNode map(ObjectNode original, ObjectNode patch, MergeSchema schema, String path)
            throws PatchException {
        JsonNode directive = patch.get(Directives.PATCH);
        if (directive != null) {
            return switch (directive.asText()) {
                case "replace" -> patch;
                case "delete" -> JsonNodeFactory.instance.objectNode();
                default ->
                    throw new PatchException(
                            FieldPaths.key(path, Directives.PATCH),
                            Messages.Directives_unknownValue(PatchText.describe(directive)));
            };
        }
        retainKeys(original, patch, path);
        List<String> ordered = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            if (entry.getKey().startsWith(Directives.ORDER)) {
                ordered.add(entry.getKey());
            }
        }
        for (String key : ordered) {
            order(original, patch, key, schema, path);
        }
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            field(original, entry.getKey(), entry.getValue(), schema, FieldPaths.key(path, entry.getKey()));
        }
        return original;
    }

    private static void field(ObjectNode original, String key, JsonNode value, MergeSchema schema, String path)
            throws PatchException {
        boolean deletion = key.startsWith(Directives.DELETE_FROM_LIST);
        if (key.startsWith("$") && !deletion) {
            throw new PatchException(path, Messages.Directives_unknown(PatchText.quoted(key), Directives.ALL));
        }
        String name = deletion ? key.substring(Directives.DELETE_FROM_LIST.length()) : key;
        JsonNode present = original.get(name);
        if (deletion && !value.isArray()) {
            throw new PatchException(path, Messages.Directives_notAList(PatchText.describe(value)));
        }
        if (value.isNull()) {
            original.remove(name);
        } else if (present instanceof ObjectNode map && value instanceof ObjectNode patch) {
            MergeSchema.Field field = schema.field(name);
            original.set(name, field.replaces() ? patch : map(map, patch, field.type(), path));
        } else if (present instanceof ArrayNode list && value instanceof ArrayNode patch) {
            original.set(name, StrategicListMerge.merge(list, patch, schema.field(name), deletion, path));
        } else if (!deletion) {
            JsonNode added = Directives.withoutDirectives(value);
            if (added == null) {
                original.remove(name);
            } else {
                original.set(name, added);
            }
        }
    }

    /** Removes the fields that {@code $retainKeys} does not name. */
    private static void retainKeys(ObjectNode original, ObjectNode patch, String path) throws PatchException {
        JsonNode directive = patch.remove(Directives.RETAIN_KEYS);
        if (directive == null) {
            return;
        }
        String directivePath = FieldPaths.key(path, Directives.RETAIN_KEYS);
        if (!directive.isArray()) {
            throw new PatchException(directivePath, Messages.Directives_notAList(PatchText.describe(directive)));
        }
        List<String> retained = new ArrayList<>();
        directive.forEach(name -> retained.add(name.asText()));
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            boolean isDirective = entry.getKey().startsWith("$");
            if (!isDirective && !entry.getValue().isNull() && !retained.contains(entry.getKey())) {
                throw new PatchException(
                        FieldPaths.key(path, entry.getKey()),
                        Messages.Directives_notRetained(String.join(", ", retained)));
            }
        }
        original.retain(retained);
    }

    /** Merges a list whose order the patch gives with {@code $setElementOrder}. */
    private static void order(ObjectNode original, ObjectNode patch, String key, MergeSchema schema, String path)
            throws PatchException {
        String orderPath = FieldPaths.key(path, key);
        if (!(patch.remove(key) instanceof ArrayNode order)) {
            throw new PatchException(orderPath, Messages.Directives_notAList(key));
        }
        String name = key.substring(Directives.ORDER.length());
        String listPath = FieldPaths.key(path, name);
        JsonNode present = original.get(name);
        JsonNode change = patch.remove(name);
        for (JsonNode list : new JsonNode[] {present, change}) {
            if (list != null && !list.isArray()) {
                throw new PatchException(listPath, Messages.Directives_notAList(PatchText.describe(list)));
            }
        }
        if (present == null && change == null) {
            return;
        }
        MergeSchema.Field field = schema.field(name);
        original.set(
                name,
                StrategicListMerge.mergeInOrder(
                        (ArrayNode) present, (ArrayNode) change, order, field, listPath, orderPath));
    }
}
