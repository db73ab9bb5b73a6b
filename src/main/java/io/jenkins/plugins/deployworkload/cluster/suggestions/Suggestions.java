package io.jenkins.plugins.deployworkload.cluster.suggestions;

import java.util.Collection;
import java.util.List;

/**
 * What a form shows at a field.
 *
 * @param values  to choose from, sorted
 * @param note    a sentence in the reader's language: why there is nothing to choose from, or what is worth knowing; empty
 *     for nothing to say
 * @param unsupported whether the note says that what is described here cannot work in this cluster
 */
public record Suggestions(List<String> values, String note, boolean unsupported) {

    /** Nothing to offer, and nothing to say about it. */
    public static final Suggestions NONE = note("");

    public Suggestions {
        values = List.copyOf(values);
    }

    Suggestions(Collection<String> values, String note) {
        this(List.copyOf(values), note, false);
    }

    /** Nothing to offer, and the reason. */
    public static Suggestions note(String note) {
        return new Suggestions(List.of(), note, false);
    }

    static Suggestions unsupported(String note) {
        return new Suggestions(List.of(), note, true);
    }
}
