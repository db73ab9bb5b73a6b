package io.jenkins.plugins.deployworkload.rollout.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** A workload's record, read without anything of the engine. */
final class StoredHistory {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode tree;

    /** @param json {@code null} where there is no record */
    StoredHistory(String json) {
        try {
            tree = json == null ? MissingNode.getInstance() : MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether just these are what was last seen to run, and nobody is at it. */
    boolean isHealthy(List<HasMetadata> objects) {
        return !tree.path("inProgress").asBoolean(false) && containsExactly(lastHealthy(), objects);
    }

    private JsonNode lastHealthy() {
        // The objects of what is both meant and good stand once.
        boolean same = !tree.at("/healthy/id").isMissingNode()
                && tree.at("/healthy/id").equals(tree.at("/latest/id"));
        return tree.at(same ? "/latest/objects" : "/healthy/objects");
    }

    private static boolean containsExactly(JsonNode noted, List<HasMetadata> objects) {
        return noted.size() == objects.size()
                && objects.stream().allMatch(object -> {
                    JsonNode described = MAPPER.valueToTree(object);
                    for (JsonNode each : noted) {
                        if (LiveObjects.contains(each, described)) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    @Override
    public String toString() {
        return "latest " + tree.at("/latest/id").asText("nothing") + ", healthy "
                + tree.at("/healthy/id").asText("nothing");
    }
}
