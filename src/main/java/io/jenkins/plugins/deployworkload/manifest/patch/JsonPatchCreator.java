package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Creates the JSON patch that turns one object into another. */
final class JsonPatchCreator {

    private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

    private JsonPatchCreator() {}

    static ArrayNode create(ObjectNode from, ObjectNode to) {
        JsonPatchCreator creator = new JsonPatchCreator();
        creator.map("", from, to);
        if (creator.operations.size() <= JsonPatch.MAX_OPERATIONS) {
            return creator.operations;
        }
        // Few large operations in place of many small ones.
        JsonPatchCreator coarse = new JsonPatchCreator();
        to.properties().forEach(entry -> {
            if (from.has(entry.getKey()) && !Scalars.sameTree(from.get(entry.getKey()), entry.getValue())) {
                coarse.add("replace", "/" + entry.getKey(), entry.getValue());
            }
        });
        return coarse.operations;
    }

    private void value(String path, JsonNode from, JsonNode to) {
        if (Scalars.sameTree(from, to)) {
            return;
        }
        if (from instanceof ObjectNode left && to instanceof ObjectNode right) {
            map(path, left, right);
        } else if (from instanceof ArrayNode left && to instanceof ArrayNode right && left.size() == right.size()) {
            for (int i = 0; i < left.size(); i++) {
                value(path + "/" + i, left.get(i), right.get(i));
            }
        } else {
            add("replace", path, to);
        }
    }

    private void map(String path, ObjectNode from, ObjectNode to) {
        for (Map.Entry<String, JsonNode> entry : to.properties()) {
            String place = path + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
            JsonNode before = from.get(entry.getKey());
            if (before == null) {
                add("add", place, entry.getValue());
            } else {
                value(place, before, entry.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> entry : from.properties()) {
            if (!to.has(entry.getKey())) {
                operations
                        .addObject()
                        .put("op", "remove")
                        .put(
                                "path",
                                path + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"));
            }
        }
    }

    private void add(String op, String path, JsonNode value) {
        operations.addObject().put("op", op).put("path", path).set("value", value.deepCopy());
    }
}
