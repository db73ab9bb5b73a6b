package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Map;
import java.util.Objects;

/** Finds out whether this product applied an object. The managed fields and the label of the object show this. */
public final class FieldManagers {

    /** The field manager of this product. */
    public static final String FIELD_MANAGER = "deploy-workload";

    /**
     * The annotation on applied objects that names the activation with which they were written; see the package {@code
     * revision}. It is written together with other changes only.
     */
    public static final String REVISION_ANNOTATION = "deploy-workload.jenkins.io/revision";

    private FieldManagers() {}

    /** Whether this product applied the object. */
    public static boolean isAppliedByUs(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream().anyMatch(FieldManagers::isOurApplyEntry);
    }

    /** Whether this product applied the object for this workload. */
    public static boolean isAppliedFor(HasMetadata object, String workload) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null && workload.equals(labels.get(RolloutRequest.NAME_LABEL)) && isAppliedByUs(object);
    }

    /** Whether a managed-fields entry was written by an apply of this product. An object has at most one such entry. */
    public static boolean isOurApplyEntry(JsonNode entry) {
        return isOurApplyEntry(
                entry.path("manager").asText(),
                entry.path("operation").asText(),
                entry.path("subresource").asText());
    }

    private static boolean isOurApplyEntry(ManagedFieldsEntry entry) {
        return isOurApplyEntry(
                entry.getManager(), entry.getOperation(), Objects.requireNonNullElse(entry.getSubresource(), ""));
    }

    private static boolean isOurApplyEntry(String manager, String operation, String subresource) {
        return FIELD_MANAGER.equals(manager) && "Apply".equals(operation) && subresource.isEmpty();
    }
}
