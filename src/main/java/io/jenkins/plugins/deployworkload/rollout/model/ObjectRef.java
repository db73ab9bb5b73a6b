package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Identifies an object in a cluster. The reference has no UID, so an object that is deleted and created again has the
 * same reference.
 *
 * @param namespace the namespace of the object; the home namespace of the application for an object without a namespace
 * @param outsideHome whether the object is in another namespace than the home namespace of the application, which has
 *     its revisions
 */
public record ObjectRef(
        String apiVersion,
        String kind,
        String namespace,
        String name,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean outsideHome) {

    /** An object in the home namespace, or without a namespace. */
    public ObjectRef(String apiVersion, String kind, String namespace, String name) {
        this(apiVersion, kind, namespace, name, false);
    }

    /**
     * @param home the home namespace of the application; {@code null} if only the kind and the name matter
     */
    public static ObjectRef of(HasMetadata object, String home) {
        return of(
                object.getApiVersion(),
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName(),
                home);
    }

    /** @param namespace the namespace that the object names; {@code null} or empty for none */
    public static ObjectRef of(String apiVersion, String kind, String namespace, String name, String home) {
        boolean isOutside = home != null && namespace != null && !namespace.isEmpty() && !namespace.equals(home);
        return new ObjectRef(apiVersion, kind, isOutside ? namespace : home, name, isOutside);
    }

    /** The namespace of an object; {@code home} for an object that names none. */
    public static String namespace(HasMetadata object, String home) {
        return of(object, home).namespace();
    }

    /**
     * Returns the text for messages, such as {@code Deployment web}, or {@code Deployment monitoring/web} for an object
     * outside the home namespace. The objects of an application have different labels, unless two differ only in their
     * group.
     */
    public String label() {
        return kind + " " + qualifiedName();
    }

    /** The name, with the namespace of an object outside the home namespace. */
    public String qualifiedName() {
        return outsideHome ? namespace + "/" + name : name;
    }
}
