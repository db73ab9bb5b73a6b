package io.jenkins.plugins.deployworkload.rollout.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import java.util.Set;

/**
 * The planned change of one object: unchanged, created, updated, replaced or refused, according to a dry run.
 *
 * @param live the live state from which the deploy starts
 * @param answer the answer of the API server, with status 201 for an object that would be created or replaced; {@code
 *     null} if the object is known to be unchanged, or if the API server refuses the object
 * @param replacedFields the immutable fields for which the object would be replaced; empty for an object that is replaced
 *     on every deploy, such as a Job; {@code null} if the object would not be replaced
 * @param refusal why the API server refuses the object; {@code null} if it accepts the object
 */
public record PlannedObject(
        HasMetadata object,
        LiveState live,
        ApiResponse<? extends HasMetadata> answer,
        Set<String> replacedFields,
        RuntimeException refusal) {

    /** The same object, which the API server accepts once the objects that it requires exist. */
    PlannedObject withAnswer(ApiResponse<? extends HasMetadata> expected) {
        return new PlannedObject(object, live, expected, replacedFields, null);
    }

    public boolean isReplaced() {
        return replacedFields != null;
    }
}
