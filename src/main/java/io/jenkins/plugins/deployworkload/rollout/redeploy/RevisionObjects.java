package io.jenkins.plugins.deployworkload.rollout.redeploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.redeploy.Redeploy;
import java.util.List;

/**
 * The objects that a deploy of a stored revision applies.
 *
 * @param objects without those that {@code redeploy} leaves out
 * @param redeploy the revision
 */
public record RevisionObjects(List<HasMetadata> objects, Redeploy redeploy) {

    public RevisionObjects {
        objects = List.copyOf(objects);
    }
}
