package io.jenkins.plugins.deployworkload.rollout.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** The stored revision history of a workload, read independently of the code under test. */
final class StoredHistory {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode history;

    /** @param json the stored JSON; {@code null} if the workload has no history */
    StoredHistory(String json) {
        try {
            history = json == null ? MissingNode.getInstance() : MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the last healthy revision contains exactly these objects, and no deploy is in progress. */
    boolean isHealthy(List<HasMetadata> objects) {
        return !history.path("inProgress").asBoolean(false) && containsExactly(lastHealthy(), objects);
    }

    private JsonNode lastHealthy() {
        // If the latest revision is healthy, its objects are stored only once, in the field latest.
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
