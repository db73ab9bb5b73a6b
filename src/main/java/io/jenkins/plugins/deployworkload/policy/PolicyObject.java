package io.jenkins.plugins.deployworkload.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * An object to check.
 *
 * @param pods the pods that the object creates; empty if objects of its kind create no pods
 */
record PolicyObject(HasMetadata object, Optional<PodTemplate> pods) {

    /** @throws IllegalArgumentException if the template of its pods is not valid */
    static PolicyObject of(HasMetadata object) {
        return new PolicyObject(object, PodTemplate.of(object));
    }

    boolean is(String apiVersion, String kind) {
        return apiVersion.equals(object.getApiVersion()) && kind.equals(object.getKind());
    }
}
