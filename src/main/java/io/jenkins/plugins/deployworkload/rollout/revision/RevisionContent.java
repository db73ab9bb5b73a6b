package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/**
 * The objects of a stored revision, which {@link RevisionCache#load} has checked as the objects of a deploy.
 *
 * @param revision the entry of the index
 * @param stored the objects as stored
 * @param objects the same objects
 */
public record RevisionContent(RevisionHistory.Revision revision, List<JsonNode> stored, List<HasMetadata> objects) {

    /** The objects to apply for a rollback. Jobs are left out, because a rollback does not run them again. */
    public List<HasMetadata> objectsToApply() {
        return objects.stream().filter(object -> !(object instanceof Job)).toList();
    }
}
