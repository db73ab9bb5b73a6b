package io.jenkins.plugins.deployworkload.cluster.access;

import io.jenkins.plugins.deployworkload.policy.Wildcard;

/** Patterns that match names of namespaces. {@code *} matches zero or more characters. */
final class NamespacePattern {

    private NamespacePattern() {}

    /** Whether the pattern can match a valid name of a namespace. */
    static boolean isValid(String pattern) {
        return PatternCheck.isLabelPattern(pattern);
    }

    static boolean matches(String pattern, String name) {
        return Wildcard.matches(pattern, name);
    }
}
