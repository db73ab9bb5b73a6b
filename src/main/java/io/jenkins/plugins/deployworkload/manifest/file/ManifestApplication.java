package io.jenkins.plugins.deployworkload.manifest.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import java.util.ArrayList;
import java.util.List;

/**
 * The final objects of manifests.
 *
 * @param name the name of the application
 * @param locations file, line and column of each object
 */
public record ManifestApplication(String name, List<HasMetadata> objects, List<String> locations) {

    public ManifestApplication {
        objects = List.copyOf(objects);
        locations = List.copyOf(locations);
    }

    /** The objects and their locations, for {@link #fromJson}. It has the values of Secrets. */
    public ObjectNode toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode().put("name", name);
        ArrayNode trees = json.putArray("objects");
        objects.forEach(object -> trees.add(Json.MAPPER.<JsonNode>valueToTree(object)));
        locations.forEach(json.putArray("locations")::add);
        return json;
    }

    /** @throws JsonProcessingException if the objects do not have the types of their kinds */
    public static ManifestApplication fromJson(JsonNode json) throws JsonProcessingException {
        List<HasMetadata> objects = new ArrayList<>();
        for (JsonNode tree : json.path("objects")) {
            objects.add(Json.OBJECTS.treeToValue(
                    tree,
                    ResourceKinds.modelClass(
                            tree.path("apiVersion").asText(), tree.path("kind").asText())));
        }
        List<String> locations = new ArrayList<>();
        json.path("locations").forEach(location -> locations.add(location.asText()));
        return new ManifestApplication(json.path("name").asText(), objects, locations);
    }
}
