package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Which object: its identity in a cluster, short of the moment it was made. */
public record ObjectRef(String apiVersion, String kind, String namespace, String name) {

    public static ObjectRef of(HasMetadata object, String namespace) {
        return new ObjectRef(
                object.getApiVersion(),
                object.getKind(),
                namespace,
                object.getMetadata().getName());
    }

    /** As in sentences: {@code Deployment web}. */
    public String label() {
        return kind + " " + name;
    }
}
