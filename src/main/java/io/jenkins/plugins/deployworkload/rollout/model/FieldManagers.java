package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Map;
import java.util.Objects;

/** Tells by an object's managed fields, and its label, what this product has made. */
public final class FieldManagers {

    /** The field manager of this product. */
    public static final String FIELD_MANAGER = "deploy-workload";

    private FieldManagers() {}

    /** Whether this product has applied it. */
    public static boolean isAppliedByUs(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream().anyMatch(FieldManagers::isOurApplyEntry);
    }

    /** Whether this product has applied it for this workload. */
    public static boolean isAppliedFor(HasMetadata object, String workload) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null && workload.equals(labels.get(RolloutRequest.NAME_LABEL)) && isAppliedByUs(object);
    }

    /** Whether it is the entry of this product's applies, of which there is one at most. */
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
