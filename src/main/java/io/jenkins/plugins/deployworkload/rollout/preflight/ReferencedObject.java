package io.jenkins.plugins.deployworkload.rollout.preflight;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * A reference from an object in the definition to another object, which is called the target.
 *
 * @param kind the kind of the target
 * @param namespace the namespace of the target; empty for the namespace of the deploy
 * @param name the name of the target
 * @param key the key that the target must contain; empty if the reference names no key
 * @param fieldPath the field that contains the reference, such as {@code volumes.config}
 */
record ReferencedObject(
        ReferencedKind kind, Optional<String> namespace, String name, Optional<String> key, String fieldPath) {

    ReferencedObject(ReferencedKind kind, String name, String fieldPath) {
        this(kind, Optional.empty(), name, Optional.empty(), fieldPath);
    }

    /** Whether the given object is the target and contains the key. */
    boolean matches(HasMetadata object) {
        return kind.type().kind().equals(object.getKind())
                && name.equals(object.getMetadata().getName())
                && key.stream().allMatch(ReferencedKind.keys(object)::contains);
    }
}
