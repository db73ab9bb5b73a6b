package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Identifies an object in a cluster. The reference has no UID, so an object that is deleted and created again has the
 * same reference.
 */
public record ObjectRef(String apiVersion, String kind, String namespace, String name) {

    public static ObjectRef of(HasMetadata object, String namespace) {
        return new ObjectRef(
                object.getApiVersion(),
                object.getKind(),
                namespace,
                object.getMetadata().getName());
    }

    /** Returns the text for messages, such as {@code Deployment web}. */
    public String label() {
        return kind + " " + name;
    }
}
