package io.jenkins.plugins.deployworkload.workload;

import java.util.Set;

/** What the product itself writes on each object, and so a person cannot. */
final class Reserved {

    private static final String OWN = "deploy-workload.jenkins.io/";
    private static final Set<String> STANDARD =
            Set.of("app.kubernetes.io/name", "app.kubernetes.io/part-of", "app.kubernetes.io/managed-by");

    private Reserved() {}

    /** An annotation's key that the product writes. */
    static boolean annotation(String key) {
        return key.startsWith(OWN);
    }

    /** A label's key that the product writes. */
    static boolean label(String key) {
        return key.startsWith(OWN) || STANDARD.contains(key);
    }
}
