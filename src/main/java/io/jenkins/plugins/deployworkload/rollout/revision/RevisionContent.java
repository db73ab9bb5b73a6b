package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.hook.DeletePolicy;
import io.jenkins.plugins.deployworkload.rollout.model.hook.Hook;
import java.util.List;

/**
 * The objects of a stored revision, which {@link RevisionCache#load} has checked as the objects of a deploy.
 *
 * @param revision the entry of the index
 * @param stored the objects as stored
 * @param objects the same objects
 */
public record RevisionContent(RevisionHistory.Revision revision, List<JsonNode> stored, List<HasMetadata> objects) {

    /**
     * The objects to apply when the revision is deployed again. Jobs are left out, because they do not run again;
     * definitions, because an older one may not match the custom resources of other applications; and hooks that were
     * deleted after they had succeeded.
     */
    public List<HasMetadata> objectsToApply() {
        return objects.stream()
                .filter(object -> !(object instanceof Job)
                        && !CustomResourceDefinitions.isDefinition(object)
                        && !Hook.deletePolicies(object).contains(DeletePolicy.HOOK_SUCCEEDED))
                .toList();
    }
}
