package io.jenkins.plugins.deployworkload.cluster.suggestions;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;

/**
 * A form field's request for suggestions.
 *
 * @param namespace the namespace in the form; empty if none is entered
 * @param dependencyKind the kind of another field on which the suggestions depend, such as the ConfigMap of a key; {@code null} for none
 * @param dependencyName the value of that field; empty if none is entered
 */
public record SuggestionRequest(
        SuggestionKind kind, String namespace, SuggestionKind dependencyKind, String dependencyName) {

    public SuggestionRequest {
        namespace = namespace == null ? "" : namespace.strip();
        dependencyName = dependencyName == null ? "" : dependencyName.strip();
    }

    public SuggestionRequest(SuggestionKind kind, String namespace) {
        this(kind, namespace, null, "");
    }

    /** Whether the field that the suggestions depend on has a value; true if they depend on no field. */
    boolean isComplete() {
        return kind.dependsOn().isEmpty()
                || dependencyKind != null && kind.dependsOn().contains(dependencyKind) && !dependencyName.isEmpty();
    }

    boolean concernsSecrets() {
        return kind == SuggestionKind.SECRET || dependencyKind == SuggestionKind.SECRET;
    }

    /**
     * Whether namespace and name are valid. A reference to a build parameter has no value yet. An invalid name could
     * change the path of the API request.
     */
    public boolean hasValidNames() {
        boolean validNamespace =
                !isNamespaced() || TextRule.DNS_LABEL.problem(namespace).isEmpty();
        return validNamespace
                && (kind != SuggestionKind.CONFIG_KEY
                        || TextRule.DNS_SUBDOMAIN.problem(dependencyName).isEmpty());
    }

    /** Whether the requested objects are namespaced. */
    public boolean isNamespaced() {
        return switch (kind) {
            case CONFIG_KEY -> true;
            case POD_METRICS -> false;
            default -> SuggestionQuery.typeOf(kind).namespaced();
        };
    }
}
