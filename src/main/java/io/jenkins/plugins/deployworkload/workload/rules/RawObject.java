package io.jenkins.plugins.deployworkload.workload.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.YamlText;
import java.util.ArrayList;
import java.util.List;

/**
 * A Kubernetes object in a workload.
 *
 * @param path the path in the workload: {@code objects[0]}
 * @param tree a map, if the workload is valid
 */
public record RawObject(String path, JsonNode tree) {

    /** The objects of valid texts. The kind {@code List}, which kubectl prints, stands for its items. */
    public static List<RawObject> of(List<String> texts) {
        List<RawObject> objects = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String path = "objects[" + i + "]";
            if (texts.get(i) != null) {
                YamlText.read(texts.get(i)).ifPresent(tree -> add(path, tree, objects));
            }
        }
        return objects;
    }

    private static void add(String path, JsonNode tree, List<RawObject> objects) {
        if (tree.path("kind").asText().equals("List") && tree.path("items").isArray()) {
            int index = 0;
            for (JsonNode item : tree.path("items")) {
                add(path + ".items[" + index++ + "]", item, objects);
            }
        } else {
            objects.add(new RawObject(path, tree));
        }
    }

    public ObjectNode object() {
        return (ObjectNode) tree;
    }
}
