package io.jenkins.plugins.deployworkload.cluster.suggestions;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;

/**
 * A request for the suggestions of one form field.
 *
 * @param namespace the namespace in the form; empty if the user entered no namespace
 * @param dependencyKind the kind of another field on which the suggestions depend; {@code null} if they depend on no
 *     field. For example, suggestions for the keys of a ConfigMap depend on the field with the ConfigMap's name
 * @param dependencyName the value of the other field; empty if the user entered no value
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

    /**
     * Whether the request contains all values that the suggestions need. If they depend on another field, this field
     * must have a value.
     */
    boolean isComplete() {
        return kind.dependsOn().isEmpty()
                || dependencyKind != null && kind.dependsOn().contains(dependencyKind) && !dependencyName.isEmpty();
    }

    boolean concernsSecrets() {
        return kind == SuggestionKind.SECRET || dependencyKind == SuggestionKind.SECRET;
    }

    /**
     * Whether the namespace and {@code dependencyName} are valid names. An invalid name could change the path of the
     * API request. A reference to a build parameter is also invalid, because the parameter has no value yet.
     */
    public boolean hasValidNames() {
        boolean validNamespace =
                !isNamespaced() || TextRule.DNS_LABEL.problem(namespace).isEmpty();
        return validNamespace
                && (kind != SuggestionKind.CONFIG_KEY
                        || TextRule.DNS_SUBDOMAIN.problem(dependencyName).isEmpty());
    }

    /** Whether the requested objects belong to a namespace, or are the namespace. */
    public boolean isNamespaced() {
        return switch (kind) {
            case CONFIG_KEY, NAMESPACE -> true;
            case POD_METRICS -> false;
            default -> SuggestionQuery.typeOf(kind).namespaced();
        };
    }
}
