package io.jenkins.plugins.deployworkload.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import java.util.ArrayList;
import java.util.List;

/** Which service accounts pods may use, and which may be deployed. An annotation of an account can give it rights. */
final class ServiceAccountCheck {

    /** The account of a pod that names none. */
    private static final String DEFAULT_ACCOUNT = "default";

    private ServiceAccountCheck() {}

    static List<Violation> check(PolicyRule rule, String namespace, PolicyObject checked) {
        if (rule.serviceAccounts().isEmpty()) {
            return List.of();
        }
        HasMetadata object = checked.object();
        List<Violation> violations = new ArrayList<>();
        if (!CustomResourceDefinitions.isCustom(object.getApiVersion()) && "ServiceAccount".equals(object.getKind())) {
            check(rule, object, "metadata.name", object.getMetadata().getName(), violations);
        }
        checked.pods().ifPresent(template -> {
            PodSpec pod = template.spec();
            String path = template.path() + "spec.";
            boolean hasDeprecated = !isEmpty(pod.getServiceAccount());
            if (hasDeprecated) {
                check(rule, object, path + "serviceAccount", pod.getServiceAccount(), violations);
            }
            if (!hasDeprecated || !isEmpty(pod.getServiceAccountName())) {
                check(
                        rule,
                        object,
                        path + "serviceAccountName",
                        isEmpty(pod.getServiceAccountName()) ? DEFAULT_ACCOUNT : pod.getServiceAccountName(),
                        violations);
            }
        });
        return violations;
    }

    private static void check(
            PolicyRule rule, HasMetadata object, String field, String account, List<Violation> violations) {
        if (!Wildcard.matchesAny(rule.serviceAccounts(), account)) {
            violations.add(Violation.of(
                    object,
                    field,
                    Messages.ServiceAccountCheck_notAllowed(
                            Printable.quoted(account), String.join(", ", rule.serviceAccounts()))));
        }
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
