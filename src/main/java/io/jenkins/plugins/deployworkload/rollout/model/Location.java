package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The object that a finding is about, and the container if the finding is about a single container.
 *
 * @param kind the kind of the object, such as {@code Pod} or {@code ReplicaSet}
 * @param container the container in the pod; {@code null} if the finding is not about a container
 * @param namespace the namespace of the object; {@code null} for the home namespace of the application, and for an object
 *     without a namespace
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Location(String kind, String name, String container, String namespace) {

    /** A location in the home namespace. */
    public Location(String kind, String name, String container) {
        this(kind, name, container, null);
    }

    Location inNamespace(String value) {
        return new Location(kind, name, container, value);
    }

    /** Returns the text for messages, such as {@code Pod web-1, container app}. */
    public String label() {
        String qualified = namespace == null ? name : namespace + "/" + name;
        return container == null ? kind + " " + qualified : Messages.Location_container(kind, qualified, container);
    }
}
