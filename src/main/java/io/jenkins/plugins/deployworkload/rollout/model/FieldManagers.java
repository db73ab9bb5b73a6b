package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Determines whether this plugin applied an object, from the object's managed fields and its workload label. */
public final class FieldManagers {

    /** The name of this plugin as a field manager. */
    public static final String FIELD_MANAGER = "deploy-workload";

    /**
     * The annotation on applied objects that names the activation with which they were written; see the package {@code
     * revision}. It is written together with other changes only.
     */
    public static final String REVISION_ANNOTATION = "deploy-workload.jenkins.io/revision";

    /**
     * The annotation on applied objects that names the owner of the application; see the package {@code revision}. It
     * is written together with other changes only.
     */
    public static final String OWNER_ANNOTATION = "deploy-workload.jenkins.io/owner";

    /** The annotation of the description with the number of an object's wave; without it, the number is 0. */
    public static final String WAVE_ANNOTATION = "deploy-workload.jenkins.io/wave";

    /** The full name of the Jenkins job whose build last changed the object. */
    public static final String JOB_ANNOTATION = "deploy-workload.jenkins.io/job";

    /** The number of the build that last changed the object. */
    public static final String BUILD_ANNOTATION = "deploy-workload.jenkins.io/build";

    /** The URL of the build that last changed the object; absent if Jenkins does not know its own URL. */
    public static final String BUILD_URL_ANNOTATION = "deploy-workload.jenkins.io/build-url";

    /**
     * The annotation on Secrets and ConfigMaps whose name ends with the beginning of this hash of their content. The
     * content of such an object never changes.
     */
    public static final String HASH_ANNOTATION = "deploy-workload.jenkins.io/hash";

    /**
     * The annotation on pod templates with a hash of the Secrets and ConfigMaps that the containers use, so that a
     * change of them restarts the pods.
     */
    public static final String CONFIG_HASH_ANNOTATION = "deploy-workload.jenkins.io/config-hash";

    /** The annotation in which {@code kubectl apply} keeps the whole object. */
    public static final String LAST_APPLIED_ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    /**
     * The annotations on applied objects that are written together with other changes only, so that an unchanged object
     * is not written. They are never on pod templates, whose change would restart all pods.
     */
    public static final List<String> ANNOTATIONS =
            List.of(REVISION_ANNOTATION, OWNER_ANNOTATION, JOB_ANNOTATION, BUILD_ANNOTATION, BUILD_URL_ANNOTATION);

    private FieldManagers() {}

    /** Whether the name of the object ends with a hash of its content, so that a change of the content is a new object. */
    public static boolean isNamedByHash(HasMetadata object) {
        return object.getMetadata().getAnnotations() != null
                && object.getMetadata().getAnnotations().containsKey(HASH_ANNOTATION);
    }

    /** Whether this plugin applied the object. */
    public static boolean isAppliedByUs(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream().anyMatch(FieldManagers::isOurApplyEntry);
    }

    /** The time of the last apply of this plugin that has changed the object, as the API server reports it. */
    public static Optional<String> appliedAt(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream()
                .filter(FieldManagers::isOurApplyEntry)
                .map(ManagedFieldsEntry::getTime)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * Whether an entry of {@code managedFields} is from an apply of this plugin. An object has at most one such entry.
     */
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
