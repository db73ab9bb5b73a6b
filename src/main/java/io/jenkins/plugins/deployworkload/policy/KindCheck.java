package io.jenkins.plugins.deployworkload.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.List;
import java.util.TreeSet;

/** Which kinds of objects a rule allows. */
final class KindCheck {

    private KindCheck() {}

    /**
     * Whether the object is the namespace of the deploy as the option creates it, so with a name only. Labels of a namespace
     * may weaken the checks of the cluster.
     */
    private static boolean isCreatedNamespace(PolicyRule rule, String namespace, PolicyObject checked) {
        if (!rule.options().contains(ObjectPolicy.CREATE_NAMESPACE) || !checked.is("v1", "Namespace")) {
            return false;
        }
        ObjectNode plain =
                Json.MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
        plain.putObject("metadata").put("name", namespace);
        return Json.MAPPER.valueToTree(checked.object()).equals(plain);
    }

    static List<Violation> check(PolicyRule rule, String namespace, PolicyObject checked) {
        HasMetadata object = checked.object();
        if (KindPattern.matchesAny(rule.kinds(), object.getApiVersion(), object.getKind())
                || isCreatedNamespace(rule, namespace, checked)) {
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
