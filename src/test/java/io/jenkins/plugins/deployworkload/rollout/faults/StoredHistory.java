package io.jenkins.plugins.deployworkload.rollout.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** The stored revision history of a workload, read without the code of the engine. */
final class StoredHistory {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode history;

    /** @param json {@code null} if there is no history */
    StoredHistory(String json) {
        try {
            history = json == null ? MissingNode.getInstance() : MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether exactly these objects are the last healthy revision, and no deploy is in progress. */
    boolean isHealthy(List<HasMetadata> objects) {
        return !history.path("inProgress").asBoolean(false) && containsExactly(lastHealthy(), objects);
    }

    private JsonNode lastHealthy() {
        // If the latest revision is also the healthy revision, its objects are stored only under the latest revision.
        boolean latestIsHealthy = !history.at("/healthy/id").isMissingNode()
                && history.at("/healthy/id").equals(history.at("/latest/id"));
        return history.at(latestIsHealthy ? "/latest/objects" : "/healthy/objects");
    }

    private static boolean containsExactly(JsonNode stored, List<HasMetadata> objects) {
        return stored.size() == objects.size()
                && objects.stream().allMatch(object -> {
                    JsonNode described = MAPPER.valueToTree(object);
                    for (JsonNode entry : stored) {
                        if (LiveObjects.contains(entry, described)) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    @Override
    public String toString() {
        return "latest " + history.at("/latest/id").asText("nothing") + ", healthy "
                + history.at("/healthy/id").asText("nothing");
    }
}
