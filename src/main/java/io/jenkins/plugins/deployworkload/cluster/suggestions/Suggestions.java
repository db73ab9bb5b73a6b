package io.jenkins.plugins.deployworkload.cluster.suggestions;

import java.util.Collection;
import java.util.List;

/**
 * Suggestions for a form field.
 *
 * @param values the suggested values, sorted
 * @param note a text in the language of the reader, such as the reason why there are no suggestions; empty for no note
 * @param unsupported whether the cluster lacks a feature that this field needs; the note names the feature
 */
public record Suggestions(List<String> values, String note, boolean unsupported) {

    /** No suggestions and no note. */
    public static final Suggestions NONE = note("");

    public Suggestions {
        values = List.copyOf(values);
    }

    Suggestions(Collection<String> values, String note) {
        this(List.copyOf(values), note, false);
    }

    /** An empty result whose note gives the reason. */
    public static Suggestions note(String note) {
        return new Suggestions(List.of(), note, false);
    }

    static Suggestions unsupported(String note) {
        return new Suggestions(List.of(), note, true);
    }
}
