package io.jenkins.plugins.deployworkload.cluster;

import java.util.regex.Pattern;

/** Which namespaces a pattern means: {@code *} stands for any part of the name, and everything else for itself. */
final class NamespacePattern {

    private static final Pattern VALID = Pattern.compile("[-a-z0-9*]{1,63}");

    private NamespacePattern() {}

    /** Whether there can be a namespace that this pattern means. */
    static boolean isValid(String pattern) {
        return VALID.matcher(pattern).matches();
    }

    static boolean matches(String pattern, String name) {
        return JobPattern.matches(pattern, name);
    }
}
