package io.jenkins.plugins.deployworkload.rollout.preflight;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * A reference of an object in the definition to another object.
 *
 * @param kind the kind of the other object
 * @param namespace the namespace of the other object; empty for the namespace of the deploy
 * @param name the name of the other object
 * @param key the key that the other object must contain; empty if no particular key is needed
 * @param fieldPath the field with the reference, such as {@code volumes.config}
 */
record ReferencedObject(
        ReferencedKind kind, Optional<String> namespace, String name, Optional<String> key, String fieldPath) {

    ReferencedObject(ReferencedKind kind, String name, String fieldPath) {
        this(kind, Optional.empty(), name, Optional.empty(), fieldPath);
    }

    /** Whether the given object is the other object and has the key. */
    boolean matches(HasMetadata object) {
        return kind.type().kind().equals(object.getKind())
                && name.equals(object.getMetadata().getName())
                && key.stream().allMatch(ReferencedKind.keys(object)::contains);
    }
}
