package io.jenkins.plugins.deployworkload.policy;

import io.jenkins.plugins.deployworkload.policy.podsecurity.PodSecurityLevel;
import java.util.List;
import java.util.Set;

/** Rules for tests: the defaults, and rules that differ from them in one property. */
public final class PolicyRules {

    private static final List<String> NONE = List.of();

    public static final PolicyRule DEFAULTS = rule(NONE, false, NONE, NONE, Set.of(), NONE, Set.of());

    private PolicyRules() {}

    private static PolicyRule rule(
            List<String> images,
            boolean requireDigests,
            List<String> kinds,
            List<String> serviceAccounts,
            Set<String> serviceTypes,
            List<String> namespaces,
            Set<String> options) {
        return new PolicyRule(
                "access rule 1 of the cluster \"prod\"",
                PodSecurityLevel.BASELINE,
                images,
                requireDigests,
                kinds,
                serviceAccounts,
                serviceTypes,
                namespaces,
                options);
    }

    public static PolicyRule images(String... patterns) {
        return rule(List.of(patterns), false, NONE, NONE, Set.of(), NONE, Set.of());
    }

    static PolicyRule digests() {
        return rule(NONE, true, NONE, NONE, Set.of(), NONE, Set.of());
    }

    static PolicyRule kinds(String... patterns) {
        return rule(NONE, false, List.of(patterns), NONE, Set.of(), NONE, Set.of());
    }

    static PolicyRule serviceAccounts(String... patterns) {
        return rule(NONE, false, NONE, List.of(patterns), Set.of(), NONE, Set.of());
    }

    static PolicyRule serviceTypes(String... types) {
        return rule(NONE, false, NONE, NONE, Set.of(types), NONE, Set.of());
    }

    /** A rule that allows all kinds. */
    static PolicyRule namespaces(String... patterns) {
        return rule(NONE, false, List.of("*"), NONE, Set.of(), List.of(patterns), Set.of());
    }

    static PolicyRule options(String... options) {
        return rule(NONE, false, NONE, NONE, Set.of(), NONE, Set.of(options));
    }
}
