package io.jenkins.plugins.deployworkload.cluster.suggestions;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;

/**
 * What a field of a form wants to know.
 *
 * @param kind     what it asks for
 * @param namespace where; empty where none is filled in
 * @param parentKind    what the field beside names, which says more exactly what is asked for; null where there is none
 * @param parentName      what is filled in there; empty for nothing yet
 */
public record SuggestionRequest(SuggestionKind kind, String namespace, SuggestionKind parentKind, String parentName) {

    public SuggestionRequest {
        namespace = namespace == null ? "" : namespace.strip();
        parentName = parentName == null ? "" : parentName.strip();
    }

    public SuggestionRequest(SuggestionKind offer, String namespace) {
        this(offer, namespace, null, "");
    }

    /** Whether it says all that it has to: what belongs to nothing named cannot be asked for. */
    boolean isComplete() {
        return kind.dependsOn().isEmpty()
                || parentKind != null && kind.dependsOn().contains(parentKind) && !parentName.isEmpty();
    }

    boolean concernsSecrets() {
        return kind == SuggestionKind.SECRET || parentKind == SuggestionKind.SECRET;
    }

    /**
     * Whether the names in it can be names. A text with build parameters is none before the build, and nothing else may
     * become part of the request's address.
     */
    public boolean hasValidNames() {
        boolean place = !isNamespaced() || TextRule.DNS_LABEL.problem(namespace).isEmpty();
        return place
                && (kind != SuggestionKind.CONFIG_KEY
                        || TextRule.DNS_SUBDOMAIN.problem(parentName).isEmpty());
    }

    /** Whether what it asks for lives in a namespace. */
    public boolean isNamespaced() {
        return switch (kind) {
            case CONFIG_KEY -> true;
            case POD_METRICS -> false;
            default -> SuggestionQuery.typeOf(kind).namespaced();
        };
    }
}
