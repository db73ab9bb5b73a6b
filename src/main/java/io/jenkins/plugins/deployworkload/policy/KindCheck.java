package io.jenkins.plugins.deployworkload.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.TreeSet;

/** Which kinds of objects a rule allows. */
final class KindCheck {

    private KindCheck() {}

    static List<Violation> check(PolicyRule rule, String namespace, PolicyObject checked) {
        HasMetadata object = checked.object();
        if (KindPattern.matchesAny(rule.kinds(), object.getApiVersion(), object.getKind())) {
            return List.of();
        }
        String allowed = String.join(", ", rule.kinds().isEmpty() ? new TreeSet<>(KindPattern.DEFAULTS) : rule.kinds());
        return List.of(Violation.of(
                object,
                "kind",
                Messages.KindCheck_notAllowed(
                        Printable.quoted(object.getKind()), Printable.quoted(object.getApiVersion()), allowed)));
    }
}
