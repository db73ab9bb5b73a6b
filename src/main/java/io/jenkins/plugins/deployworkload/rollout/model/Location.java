package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The object that a finding is about, and the container if the finding is about a single container.
 *
 * @param kind the kind of the object, such as {@code Pod} or {@code ReplicaSet}
 * @param container the container in the pod; {@code null} if the finding is not about a container
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Location(String kind, String name, String container) {

    /** Returns the text for messages, such as {@code Pod web-1, container app}. */
    public String label() {
        return container == null ? kind + " " + name : Messages.Location_container(kind, name, container);
    }
}
