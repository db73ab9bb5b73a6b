package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.hook.DeletePolicy;
import io.jenkins.plugins.deployworkload.rollout.model.hook.Hook;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An applied object, as the API server returned it in the response to the apply.
 *
 * @param uid the UID, which changes when an object is deleted and created again
 * @param generation the generation, which increases with each change of the spec; 0 for kinds without a generation
 * @param resourceVersion the resourceVersion, which changes with every write of the object or its status
 * @param operation what the apply did to the object
 * @param images the images in the object's pod template, by container name; empty for kinds that create no pods
 * @param deletePolicies when the object is deleted because it is a hook; empty for an object that is no hook
 * @param outsideHome see {@link ObjectRef#outsideHome}
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

        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> images,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<DeletePolicy> deletePolicies,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean outsideHome) {

    public AppliedObject {
        images = images == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(images));
        deletePolicies = deletePolicies == null ? Set.of() : Set.copyOf(deletePolicies);
    }

    /** An object that is no hook, in the home namespace of its application. */
    public AppliedObject(
            String apiVersion,
            String kind,
            String namespace,
            String name,
            String uid,
            long generation,
            String resourceVersion,
            Operation operation,
            Map<String, String> images) {
        this(apiVersion, kind, namespace, name, uid, generation, resourceVersion, operation, images, Set.of(), false);
    }

    /** @param object the answer of the API server to the apply */
    public static AppliedObject of(ObjectRef ref, HasMetadata object, Operation operation) {
        return new AppliedObject(
                ref.apiVersion(),
                ref.kind(),
                ref.namespace(),
                ref.name(),
                object.getMetadata().getUid(),
                Objects.requireNonNullElse(object.getMetadata().getGeneration(), 0L),
                object.getMetadata().getResourceVersion(),
                operation,
                PodTemplates.images(object),
                Hook.deletePolicies(object),
                ref.outsideHome());
    }

    /** The effect of an apply on an object. */
    public enum Operation {
        CREATED,
        UPDATED,
        UNCHANGED
    }

    public AppliedObject withGeneration(long value) {
        return new AppliedObject(
                apiVersion,
                kind,
                namespace,
                name,
                uid,
                value,
                resourceVersion,
                operation,
                images,
                deletePolicies,
                outsideHome);
    }

    public ObjectRef ref() {
        return new ObjectRef(apiVersion, kind, namespace, name, outsideHome);
    }
}
