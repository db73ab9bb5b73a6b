package io.jenkins.plugins.deployworkload.cluster;

import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.policy.PolicyRule;
import io.jenkins.plugins.deployworkload.policy.podsecurity.PodSecurityLevel;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The access rule that decides about a deploy.
 *
 * @param number the position among the rules of the cluster, from 1
 * @param cluster the name of the cluster
 */
public record MatchedRule(AccessRule rule, int number, String cluster) {

    /** The rule in messages. */
    public String label() {
        return Messages.MatchedRule_label(String.valueOf(number), cluster);
    }

    /** The limits that the rule sets for objects and options. */
    PolicyRule policy() {
        return new PolicyRule(
                label(),
                PodSecurityLevel.valueOf(rule.effectivePodSecurity().name().toUpperCase(Locale.ROOT)),
                rule.getImages(),
                rule.requiresDigests(),
                rule.getKinds(),
                rule.getServiceAccounts(),
                rule.getServiceTypes().stream().map(Enum::name).collect(Collectors.toSet()),
                Stream.concat(rule.getNamespaces().stream(), rule.getReferencedNamespaces().stream())
                        .toList(),
                rule.getOptions().stream().map(Enum::name).collect(Collectors.toSet()));
    }
}
