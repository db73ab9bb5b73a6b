package io.jenkins.plugins.deployworkload.rollout.preflight;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import java.util.Objects;
import java.util.Optional;

/**
 * A reference from an object in the definition to another object, which is called the target.
 *
 * @param kind the kind of the target
 * @param namespace the namespace of the target; empty for the home namespace of the application
 * @param name the name of the target
 * @param key the key that the target must contain; empty if the reference names no key
 * @param fieldPath the field that contains the reference, such as {@code volumes.config}
 */
record ReferencedObject(
        ReferencedKind kind, Optional<String> namespace, String name, Optional<String> key, String fieldPath) {

    /**
     * Whether the given object is the target and contains the key.
     *
     * @param home the home namespace of the application; {@code null} if it does not matter
     */
    boolean matches(HasMetadata object, String home) {
        return (!kind.type().namespaced() || Objects.equals(namespace.orElse(home), ObjectRef.namespace(object, home)))
                && kind.type().kind().equals(object.getKind())
                && name.equals(object.getMetadata().getName())
                && key.stream().allMatch(ReferencedKind.keys(object)::contains);
    }
}
