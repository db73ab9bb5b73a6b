package io.jenkins.plugins.deployworkload.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which types of Services a rule allows, and whether they may have external IP addresses. */
final class ServiceCheck {

    static final String EXTERNAL_IPS = "externalIPs";

    /** Every type. External IP addresses are left out, because with them a Service can receive traffic meant for others. */
    static final Set<String> DEFAULTS = Set.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName");

    private ServiceCheck() {}

    static List<Violation> check(PolicyRule rule, String namespace, PolicyObject checked) {
        if (!checked.is("v1", "Service")) {
            return List.of();
        }
        HasMetadata object = checked.object();
        // Stored revisions contain objects without model classes.
        JsonNode spec = Json.MAPPER.valueToTree(object).path("spec");
        Set<String> allowed = new TreeSet<>(rule.serviceTypes().isEmpty() ? DEFAULTS : rule.serviceTypes());
        List<Violation> violations = new ArrayList<>();
        String type = spec.path("type").asText("ClusterIP");
        if (!allowed.contains(type)) {
            violations.add(Violation.of(
                    object,
                    "spec.type",
                    Messages.ServiceCheck_type(Printable.quoted(type), String.join(", ", allowed))));
        }
        if (!spec.path(EXTERNAL_IPS).isEmpty() && !allowed.contains(EXTERNAL_IPS)) {
            violations.add(Violation.of(object, "spec." + EXTERNAL_IPS, Messages.ServiceCheck_externalIPs()));
        }
        return violations;
    }
}
