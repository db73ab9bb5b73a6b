package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Map;
import java.util.Objects;

/** Tells by an object's managed fields, and its label, what this product has made. */
final class Ours {

    private Ours() {}

    /** Whether this product has applied it. */
    static boolean applied(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream().anyMatch(Ours::is);
    }

    /** Whether this product has applied it for this workload. */
    static boolean of(HasMetadata object, String workload) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null && workload.equals(labels.get(Rollout.NAME_LABEL)) && applied(object);
    }

    /** Whether it is the entry of this product's applies, of which there is one at most. */
    static boolean is(JsonNode entry) {
        return is(
                entry.path("manager").asText(),
                entry.path("operation").asText(),
                entry.path("subresource").asText());
    }

    private static boolean is(ManagedFieldsEntry entry) {
        return is(entry.getManager(), entry.getOperation(), Objects.requireNonNullElse(entry.getSubresource(), ""));
    }

    private static boolean is(String manager, String operation, String subresource) {
        return Applier.FIELD_MANAGER.equals(manager) && "Apply".equals(operation) && subresource.isEmpty();
    }
}
