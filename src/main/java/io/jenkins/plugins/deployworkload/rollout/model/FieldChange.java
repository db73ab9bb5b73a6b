package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A field that an apply would change, or has.
 *
 * @param path as in {@code spec.template.spec.containers[app].image}
 * @param before {@code null} if it was not there; masked where it may be secret
 * @param after {@code null} if it goes; masked where it may be secret
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldChange(String path, String before, String after) {

    /** What stands for a value that is not shown. */
    public static final String MASKED = "***";

    /** {@code + path: after}, {@code - path: before} or {@code ~ path: before -> after}. */
    public String line() {
        if (before == null) {
            return "+ " + path + ": " + after;
        }
        return after == null ? "- " + path + ": " + before : "~ " + path + ": " + before + " -> " + after;
    }
}
