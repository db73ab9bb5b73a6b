package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Where something shows.
 *
 * @param kind of the object: {@code Pod}, {@code ReplicaSet}, …
 * @param container of the pod; {@code null} where it is not about one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Location(String kind, String name, String container) {

    /** As in sentences: {@code Pod web-1, container app}. */
    public String label() {
        return container == null ? kind + " " + name : Messages.Location_container(kind, name, container);
    }
}
