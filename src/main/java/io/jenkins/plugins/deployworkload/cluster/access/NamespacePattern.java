package io.jenkins.plugins.deployworkload.cluster.access;

import java.util.regex.Pattern;

/** Patterns that match names of namespaces. {@code *} matches zero or more characters. */
final class NamespacePattern {

    private static final Pattern VALID = Pattern.compile("[-a-z0-9*]{1,63}");

    private NamespacePattern() {}

    /** Whether the pattern can match a valid name of a namespace. */
    static boolean isValid(String pattern) {
        return pattern != null && VALID.matcher(pattern).matches();
    }

    static boolean matches(String pattern, String name) {
        return JobPattern.matches(pattern, name);
    }
}
