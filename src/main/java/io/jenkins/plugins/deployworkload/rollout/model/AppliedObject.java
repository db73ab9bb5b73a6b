package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object as the API server has it after the apply.
 *
 * @param uid changes when an object is deleted and made again
 * @param generation counts changes of the spec; 0 for kinds that do not count them
 * @param resourceVersion changes with everything, the status included
 * @param operation what the apply did
 * @param images of its pods' containers, by the container's name; empty for what makes no pods
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

    /** What an apply did to an object. */
    public enum Operation {
        CREATED,
        UPDATED,
        UNCHANGED
    }

    public AppliedObject withGeneration(long other) {
        return new AppliedObject(apiVersion, kind, namespace, name, uid, other, resourceVersion, operation, images);
    }

    public ObjectRef ref() {
        return new ObjectRef(apiVersion, kind, namespace, name);
    }
}
