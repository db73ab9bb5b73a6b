package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Generates random strategic merge patches of an object, with all directives. Most of them are valid. */
final class RandomPatch {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Fields that the API server sets, or that no patch may change. */
    private static final List<String> FIXED = List.of(
            "apiVersion",
            "kind",
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "resourceVersion",
            "selector",
            "generation",
            "managedFields",
            "status",
            "ownerReferences",
            "clusterIP",
            "clusterIPs",
            "serviceName");

    private final Random random;

    RandomPatch(Random random) {
        this.random = random;
    }

    ObjectNode of(ObjectNode object, MergeSchema schema) {
        ObjectNode patch = map(object, schema, 0);
        // Without this field, the API server would also accept an empty patch.
        if (patch.isEmpty()) {
            patch.putObject("metadata").putObject("annotations").put("new", word());
        }
        return patch;
    }

    private ObjectNode map(ObjectNode map, MergeSchema schema, int depth) {
        ObjectNode patch = NODES.objectNode();
        List<String> names = new ArrayList<>();
        map.fieldNames().forEachRemaining(names::add);
        names.removeAll(FIXED);
        Collections.shuffle(names, random);
        boolean isMetadata = names.contains("labels") || names.contains("annotations");
        int wanted = depth < 2 && !isMetadata ? 3 : 1 + random.nextInt(2);
        for (String name : names.subList(0, Math.min(wanted, names.size()))) {
            field(map, name, schema, depth, patch);
        }
        if (depth > 2 && chance(25)) {
            switch (random.nextInt(3)) {
                case 0 -> replaced(map, patch);
                case 1 -> patch.putArray("$retainKeys").addAll(texts(patch));
                default -> patch.setAll(added(map));
            }
        }
        return patch;
    }

    /** Replaces the map by itself, with the changes of the patch. */
    private void replaced(ObjectNode map, ObjectNode patch) {
        ObjectNode copy = map.deepCopy();
        patch.removeAll();
        patch.setAll(copy);
        patch.put("$patch", chance(90) ? "replace" : "delete");
    }

    private static List<JsonNode> texts(ObjectNode map) {
        List<JsonNode> texts = new ArrayList<>();
        map.fieldNames().forEachRemaining(name -> {
            if (!name.startsWith("$")) {
                texts.add(NODES.textNode(name));
            }
        });
        return texts;
    }

    /** A field beside those of the map: another label, or a field of the API. */
    private ObjectNode added(ObjectNode map) {
        ObjectNode added = NODES.objectNode();
        boolean texts =
                map.properties().stream().allMatch(entry -> entry.getValue().isTextual());
        if (texts) {
            added.put("new", word());
        } else {
            switch (random.nextInt(4)) {
                case 0 -> added.putObject("labels").put("l", word());
                case 1 -> added.putObject("resources").putObject("requests").put("cpu", "1");
                case 2 ->
                    added.putArray("env")
                            .addObject()
                            .put("name", "NEW")
                            .put("value", word())
                            .putNull("valueFrom");
                default ->
                    added.putObject("securityContext").put("$patch", "replace").put("runAsUser", 5);
            }
        }
        return added;
    }

    private void field(ObjectNode map, String name, MergeSchema schema, int depth, ObjectNode patch) {
        JsonNode value = map.get(name);
        MergeSchema.Field field = schema.field(name);
        if (depth > 1 && chance(10)) {
            patch.putNull(name);
        } else if (value instanceof ObjectNode nested) {
            patch.set(name, map(nested, field.type(), depth + 1));
        } else if (value instanceof ArrayNode list && list.path(0).isObject() && field.merges()) {
            list(list, name, field, depth, patch);
        } else if (value instanceof ArrayNode list && field.merges()) {
            scalars(list, name, patch);
        } else if (value instanceof ArrayNode list) {
            patch.set(name, shuffled(list));
        } else {
            patch.set(name, scalar(value));
        }
    }

    private void list(ArrayNode list, String name, MergeSchema.Field field, int depth, ObjectNode patch) {
        String key = field.mergeKey();
        ArrayNode elements = NODES.arrayNode();
        for (JsonNode element : shuffled(list)) {
            if (chance(40)) {
                ObjectNode change = map((ObjectNode) element, field.type(), depth + 1);
                if (!chance(4)) {
                    change.set(key, element.get(key));
                }
                elements.add(change);
            } else if (chance(20)) {
                elements.addObject().<ObjectNode>set(key, element.get(key)).put("$patch", "delete");
            }
        }
        if (chance(40)) {
            ObjectNode copy = list.get(random.nextInt(list.size())).deepCopy();
            copy.set(
                    key,
                    copy.get(key).isNumber() ? NODES.numberNode(7000 + random.nextInt(9)) : NODES.textNode(word()));
            if (copy.has("port")) {
                copy.put("name", word());
            } else if (copy.has("containerPort")) {
                copy.remove("name");
            }
            elements.insert(random.nextInt(elements.size() + 1), copy);
        }
        if (chance(8)) {
            elements.addObject().put("$patch", chance(80) ? "replace" : "merge");
        }
        patch.set(name, elements);
        if (chance(30)) {
            ArrayNode order = patch.putArray("$setElementOrder/" + name);
            List<JsonNode> keys = new ArrayList<>();
            elements.forEach(element -> {
                if (element.has(key) && !element.has("$patch")) {
                    keys.add(element.get(key));
                }
            });
            list.forEach(element -> {
                if (!keys.contains(element.get(key)) && chance(60)) {
                    keys.add(random.nextInt(keys.size() + 1), element.get(key));
                }
            });
            keys.forEach(value -> order.addObject().set(key, value));
            if (chance(5)) {
                order.insert(0, NODES.objectNode().put("other", "x"));
            }
        }
    }

    private void scalars(ArrayNode list, String name, ObjectNode patch) {
        switch (random.nextInt(3)) {
            case 0 -> patch.set("$deleteFromPrimitiveList/" + name, some(list));
            case 1 -> {
                patch.set(name, some(list).add("example.com/" + word()));
                if (chance(40)) {
                    patch.set("$setElementOrder/" + name, patch.get(name).deepCopy());
                }
            }
            default -> patch.set("$setElementOrder/" + name, shuffled(list));
        }
    }

    private JsonNode scalar(JsonNode value) {
        if (value.isBoolean()) {
            return NODES.booleanNode(!value.booleanValue());
        }
        if (value.isNumber()) {
            return NODES.numberNode(value.intValue() + random.nextInt(3));
        }
        String text = value.asText();
        return NODES.textNode(
                List.of("TCP", "UDP", "RollingUpdate", "Always", "IfNotPresent", "OnDelete")
                                        .contains(text)
                                && chance(30)
                        ? List.of("TCP", "UDP", "Recreate", "Always", "IfNotPresent")
                                .get(random.nextInt(5))
                        : chance(85) ? text : word());
    }

    private ArrayNode some(ArrayNode list) {
        ArrayNode some = NODES.arrayNode();
        shuffled(list).forEach(element -> {
            if (some.isEmpty() || chance(50)) {
                some.add(element);
            }
        });
        return some;
    }

    private ArrayNode shuffled(ArrayNode list) {
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(element -> elements.add(element.deepCopy()));
        Collections.shuffle(elements, random);
        return NODES.arrayNode().addAll(elements);
    }

    private String word() {
        return List.of("alpha", "beta", "gamma").get(random.nextInt(3));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
