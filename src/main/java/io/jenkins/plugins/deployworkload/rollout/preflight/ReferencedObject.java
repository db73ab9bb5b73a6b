package io.jenkins.plugins.deployworkload.rollout.preflight;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * Something in the cluster that an object names.
 *
 * @param kind  what it is
 * @param namespace where it is; empty for the namespace of the objects
 * @param name  its name
 * @param key   the key that must be in it; empty where it is needed as a whole
 * @param fieldPath the field that names it, as in the Kubernetes API
 */
record ReferencedObject(
        ReferencedKind kind, Optional<String> namespace, String name, Optional<String> key, String fieldPath) {

    ReferencedObject(ReferencedKind kind, String name, String where) {
        this(kind, Optional.empty(), name, Optional.empty(), where);
    }

    /** Whether this object is all that is named; a key that it does not have is not. */
    boolean matches(HasMetadata object) {
        return kind.type().kind().equals(object.getKind())
                && name.equals(object.getMetadata().getName())
                && key.stream().allMatch(ReferencedKind.keys(object)::contains);
    }
}
