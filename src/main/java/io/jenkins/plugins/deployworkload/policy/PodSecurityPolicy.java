package io.jenkins.plugins.deployworkload.policy;

import io.jenkins.plugins.deployworkload.policy.podsecurity.PodSecurity;
import java.util.List;
import java.util.Locale;

/** Applies the Pod Security Standard of a rule to the pods that objects create. */
final class PodSecurityPolicy {

    private PodSecurityPolicy() {}

    static List<Violation> check(PolicyRule rule, String namespace, PolicyObject checked) {
        return checked.pods()
                .map(template ->
                        PodSecurity.check(
                                        rule.podSecurity(), template.metadata(), template.spec(), rule.userNamespaces())
                                .stream()
                                .map(violation -> Violation.of(
                                        checked.object(),
                                        template.path() + violation.field(),
                                        Messages.PodSecurityPolicy_violation(
                                                violation.message(),
                                                rule.podSecurity().name().toLowerCase(Locale.ROOT))))
                                .toList())
                .orElse(List.of());
    }
}
