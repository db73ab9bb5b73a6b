package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An imported workload.
 *
 * @param description a valid description, as a tree
 * @param notes what differs from the original objects, and what users should know before they deploy the description
 */
public record ImportedWorkload(ObjectNode description, List<String> notes) {

    public ImportedWorkload {
        notes = List.copyOf(notes);
    }

    public String name() {
        return description.path("name").asText();
    }
}
