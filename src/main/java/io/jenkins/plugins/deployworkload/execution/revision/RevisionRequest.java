package io.jenkins.plugins.deployworkload.execution.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A stored revision to deploy again.
 *
 * @param name     the name of the application
 * @param revision the number or the id of the revision
 */
public record RevisionRequest(String name, String revision) {

    /** Reads what {@link #addTo} has added; null if it has not added anything. */
    public static RevisionRequest from(JsonNode tree) {
        JsonNode stored = tree.path("revision");
        return stored.isMissingNode()
                ? null
                : new RevisionRequest(
                        stored.path("name").textValue(), stored.path("revision").textValue());
    }

    public void addTo(ObjectNode tree) {
        tree.putObject("revision").put("name", name).put("revision", revision);
    }
}
