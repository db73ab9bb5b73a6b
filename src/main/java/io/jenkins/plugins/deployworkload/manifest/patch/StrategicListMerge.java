package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Merges lists of scalars, and lists of maps that a merge key identifies. */
final class StrategicListMerge {

    private final MergeSchema.Field field;
    private final String path;

    /** The order of the elements of the object, by which elements that the patch does not name find their places. */
    private List<JsonNode> orderOfObject;

    /** @param path the path of the list in the patch */
    private StrategicListMerge(MergeSchema.Field field, String path) {
        this.field = field;
        this.path = path;
    }

    /** @param deletion whether {@code patch} lists scalars to delete */
    static ArrayNode merge(ArrayNode original, ArrayNode patch, MergeSchema.Field field, boolean deletion, String path)
            throws PatchException {
        StrategicListMerge merge = new StrategicListMerge(field, path);
        List<JsonNode> present = list(original);
        if (deletion) {
            merge.requireOneType(original, patch);
            present.removeIf(element -> indexOf(list(patch), element, null) >= 0);
            return array(present);
        }
        return field.merges() ? array(merge.merge(present, patch)) : patch;
    }

    /**
     * Merges a list, and sorts it by {@code order}. Elements that {@code order} does not name keep their relative order.
     *
     * @param original may be {@code null}
     * @param patch may be {@code null}
     */
    static ArrayNode mergeInOrder(
            ArrayNode original,
            ArrayNode patch,
            ArrayNode order,
            MergeSchema.Field field,
            String path,
            String orderPath)
            throws PatchException {
        StrategicListMerge merge = new StrategicListMerge(field, path);
        String key = field.mergeKey();
        if (key != null) {
            merge.requireKeys(list(order), orderPath);
        }
        if (patch != null) {
            merge.requireOrder(patch, list(order));
        }
        merge.orderOfObject = original == null ? List.of() : list(original);
        List<JsonNode> merged;
        if (patch == null) {
            merged = list(original);
        } else if (original == null) {
            merged = list((ArrayNode) Directives.withoutDirectives(patch));
        } else {
            merged = field.merges() ? merge.merge(list(original), patch) : list(patch);
        }
        return array(sorted(merged, list(order), merge.orderOfObject, key));
    }

    private List<JsonNode> merge(List<JsonNode> original, ArrayNode patch) throws PatchException {
        if (original.isEmpty() && patch.isEmpty()) {
            return original;
        }
        boolean maps = requireOneType(array(original), patch);
        if (!maps) {
            List<JsonNode> merged = new ArrayList<>();
            original.forEach(element -> addIfAbsent(merged, element));
            patch.forEach(element -> addIfAbsent(merged, element));
            return sorted(merged, list(patch), original, null);
        }
        String key = field.mergeKey();
        if (key == null) {
            throw new PatchException(path, Messages.StrategicListMerge_noMergeKey());
        }
        boolean replace = false;
        List<JsonNode> present = new ArrayList<>(original);
        List<Integer> changes = new ArrayList<>();
        for (int i = 0; i < patch.size(); i++) {
            JsonNode directive = patch.get(i).get(Directives.PATCH);
            if (directive == null) {
                changes.add(i);
            } else if (directive.asText().equals("delete")) {
                JsonNode deleted = requireKey(patch.get(i), FieldPaths.index(path, i));
                present.removeIf(element -> hasKey(element, key, deleted));
            } else if (directive.asText().equals("replace")) {
                replace = true;
            } else {
                throw new PatchException(
                        FieldPaths.key(FieldPaths.index(path, i), Directives.PATCH),
                        Messages.Directives_unknownValue(PatchText.describe(directive)));
            }
        }
        if (replace) {
            return new ArrayList<>(changes.stream().map(patch::get).toList());
        }
        List<JsonNode> merged = new ArrayList<>(present);
        for (int i : changes) {
            mergeElement(merged, (ObjectNode) patch.get(i), FieldPaths.index(path, i));
        }
        // In the memory of the API server, new elements take the places of deleted ones.
        orderOfObject = merged.subList(0, Math.min(original.size(), merged.size()));
        List<JsonNode> changed = changes.stream().<JsonNode>map(patch::get).toList();
        return sorted(merged, changed, present, key);
    }

    private void mergeElement(List<JsonNode> merged, ObjectNode change, String elementPath) throws PatchException {
        JsonNode key = requireKey(change, elementPath);
        for (int i = 0; i < merged.size(); i++) {
            if (hasKey(merged.get(i), field.mergeKey(), key)) {
                merged.set(
                        i,
                        StrategicMergePatch.map(
                                (ObjectNode) merged.get(i), change.deepCopy(), field.type(), elementPath));
                return;
            }
        }
        merged.add(change);
    }

    /**
     * Sorts the elements that {@code order} has by {@code order}, keeps the order of all others, and puts these before
     * the first element that follows them in {@code before}.
     */
    private static List<JsonNode> sorted(
            List<JsonNode> merged, List<JsonNode> order, List<JsonNode> before, String key) {
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        merged.forEach(element -> (indexOf(order, element, key) >= 0 ? named : others).add(element));
        named.sort(Comparator.comparingInt(element -> indexOf(order, element, key)));
        others.sort(Comparator.comparingInt(element -> indexOf(before, element, key)));
        List<JsonNode> sorted = new ArrayList<>();
        int next = 0;
        for (JsonNode other : others) {
            int position = indexOf(before, other, key);
            while (next < named.size()) {
                int namedPosition = indexOf(before, named.get(next), key);
                if (position >= 0 && namedPosition >= 0 && position < namedPosition) {
                    break;
                }
                sorted.add(named.get(next++));
            }
            sorted.add(other);
        }
        sorted.addAll(named.subList(next, named.size()));
        return sorted;
    }

    /** Requires that the elements of a patch are in the order that the patch gives, and that it names all of them. */
    private void requireOrder(ArrayNode patch, List<JsonNode> order) throws PatchException {
        int position = 0;
        for (int i = 0; i < patch.size() && !order.isEmpty(); i++) {
            JsonNode element = patch.get(i);
            if (element.has(Directives.PATCH)) {
                boolean deletes = element.get(Directives.PATCH).asText().equals("delete");
                // The API server refuses another directive behind the last element that the order names.
                if (!deletes && position == order.size()) {
                    throw new PatchException(FieldPaths.index(path, i), Messages.StrategicListMerge_notInOrder());
                }
                continue;
            }
            if (field.mergeKey() != null) {
                requireKey(element, FieldPaths.index(path, i));
            }
            int found = indexOf(order.subList(position, order.size()), element, field.mergeKey());
            if (found < 0) {
                throw new PatchException(FieldPaths.index(path, i), Messages.StrategicListMerge_notInOrder());
            }
            position += found + 1;
        }
    }

    private void requireKeys(List<JsonNode> elements, String listPath) throws PatchException {
        for (int i = 0; i < elements.size(); i++) {
            requireKey(elements.get(i), FieldPaths.index(listPath, i));
        }
    }

    private JsonNode requireKey(JsonNode element, String elementPath) throws PatchException {
        JsonNode key = element.get(field.mergeKey());
        if (key == null) {
            throw new PatchException(
                    elementPath,
                    Messages.StrategicListMerge_keyMissing(
                            field.mergeKey(),
                            element instanceof ObjectNode map ? PatchText.fields(map) : PatchText.describe(element)));
        }
        return key;
    }

    /** Returns whether the elements are maps. They all must be, or all must be scalars. */
    private boolean requireOneType(ArrayNode original, ArrayNode patch) throws PatchException {
        JsonNode first = original.isEmpty() ? patch.get(0) : original.get(0);
        for (int i = 0; i < patch.size(); i++) {
            if (patch.get(i).isArray() || patch.get(i).isObject() != first.isObject()) {
                throw new PatchException(
                        FieldPaths.index(path, i),
                        Messages.StrategicListMerge_otherType(
                                PatchText.describe(patch.get(i)), PatchText.describe(first)));
            }
        }
        return first != null && first.isObject();
    }

    private static boolean hasKey(JsonNode element, String mergeKey, JsonNode value) {
        JsonNode key = element.get(mergeKey);
        return key != null && Scalars.same(key, value);
    }

    private static void addIfAbsent(List<JsonNode> list, JsonNode element) {
        if (indexOf(list, element, null) < 0) {
            list.add(element);
        }
    }

    /** The index of the first element with the merge key of {@code wanted}; of an equal element if {@code key} is null. */
    private static int indexOf(List<JsonNode> list, JsonNode wanted, String key) {
        for (int i = 0; i < list.size(); i++) {
            boolean same = key == null
                    ? Scalars.same(list.get(i), wanted)
                    : wanted.has(key) && hasKey(list.get(i), key, wanted.get(key));
            if (same) {
                return i;
            }
        }
        return -1;
    }

    private static List<JsonNode> list(ArrayNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private static ArrayNode array(List<JsonNode> list) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        array.addAll(list);
        return array;
    }
}
