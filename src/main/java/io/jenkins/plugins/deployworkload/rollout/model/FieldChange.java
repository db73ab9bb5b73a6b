package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A field that an apply changes, or would change.
 *
 * @param path the path of the field, such as {@code spec.template.spec.containers[app].image}
 * @param before the value before the apply; {@code null} if the field is new; masked if it may be secret
 * @param after the value after the apply; {@code null} if the field is removed; masked if it may be secret
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldChange(String path, String before, String after) {

    /** The text that replaces a value that may be secret. */
    public static final String MASKED = "***";

    /** The change in one line: {@code + path: after}, {@code - path: before} or {@code ~ path: before -> after}. */
    public String line() {
        if (before == null) {
            return "+ " + path + ": " + after;
        }
        return after == null ? "- " + path + ": " + before : "~ " + path + ": " + before + " -> " + after;
    }
}
