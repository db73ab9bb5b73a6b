package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An applied object, as the API server returned it in the response to the apply.
 *
 * @param uid the UID, which changes when an object is deleted and created again
 * @param generation the generation, which increases with each change of the spec; 0 for kinds without a generation
 * @param resourceVersion the resourceVersion, which changes with every write of the object or its status
 * @param operation what the apply did to the object
 * @param images the images in the object's pod template, by container name; empty for kinds that create no pods
 */
public record AppliedObject(
        String apiVersion,
        String kind,
        String namespace,
        String name,
        String uid,
        long generation,
        String resourceVersion,
        Operation operation,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> images) {

    public AppliedObject {
        images = images == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(images));
    }

    /** The effect of an apply on an object. */
    public enum Operation {
        CREATED,
        UPDATED,
        UNCHANGED
    }

    public AppliedObject withGeneration(long value) {
        return new AppliedObject(apiVersion, kind, namespace, name, uid, value, resourceVersion, operation, images);
    }

    public ObjectRef ref() {
        return new ObjectRef(apiVersion, kind, namespace, name);
    }
}
