package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A field that an apply changes, or would change.
 *
 * @param path such as {@code spec.template.spec.containers[app].image}
 * @param before {@code null} if the field is new; masked if it may be secret
 * @param after {@code null} if the field is removed; masked if it may be secret
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldChange(String path, String before, String after) {

    /** The text that stands for a value that may be secret. */
    public static final String MASKED = "***";

    /** The change in one line: {@code + path: after}, {@code - path: before} or {@code ~ path: before -> after}. */
    public String line() {
        if (before == null) {
            return "+ " + path + ": " + after;
        }
        return after == null ? "- " + path + ": " + before : "~ " + path + ": " + before + " -> " + after;
    }
}
