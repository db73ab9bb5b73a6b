package io.jenkins.plugins.deployworkload.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** Which other namespaces objects may refer to. */
final class NamespaceReferenceCheck {

    private NamespaceReferenceCheck() {}

    static List<Violation> check(PolicyRule rule, String namespace, HasMetadata object) {
        return NamespaceReferences.of(object).stream()
                .filter(reference -> !namespace.equals(reference.namespace())
                        && !Wildcard.matchesAny(rule.namespaces(), reference.namespace()))
                .map(reference -> Violation.of(
                        object,
                        reference.field(),
                        rule.namespaces().isEmpty()
                                ? Messages.NamespaceReferenceCheck_notAllowed(
                                        Printable.quoted(reference.namespace()), namespace)
                                : Messages.NamespaceReferenceCheck_notAllowedOf(
                                        Printable.quoted(reference.namespace()),
                                        namespace,
                                        String.join(", ", rule.namespaces()))))
                .toList();
    }
}
