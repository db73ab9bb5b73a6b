package io.jenkins.plugins.deployworkload.policy;

import java.util.List;

/** Which other namespaces objects may refer to. */
final class NamespaceReferenceCheck {

    private NamespaceReferenceCheck() {}

    static List<Violation> check(PolicyRule rule, String namespace, PolicyObject checked) {
        return NamespaceReferences.of(checked).stream()
                .filter(reference -> !namespace.equals(reference.namespace())
                        && !Wildcard.matchesAny(rule.namespaces(), reference.namespace()))
                .map(reference -> Violation.of(
                        checked.object(),
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
