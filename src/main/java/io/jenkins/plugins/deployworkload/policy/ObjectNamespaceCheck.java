package io.jenkins.plugins.deployworkload.policy;

import java.util.List;

/** Which namespaces objects may be in. */
final class ObjectNamespaceCheck {

    private ObjectNamespaceCheck() {}

    static List<Violation> check(PolicyRule rule, String namespace, PolicyObject checked) {
        String own = checked.object().getMetadata().getNamespace();
        return own == null
                        || own.isEmpty()
                        || own.equals(namespace)
                        || rule.objectNamespaces().test(own)
                ? List.of()
                : List.of(Violation.of(
                        checked.object(),
                        "metadata.namespace",
                        Messages.ObjectNamespaceCheck_notAllowed(Printable.quoted(own), namespace)));
    }
}
