package io.jenkins.plugins.deployworkload.workload;

import java.util.Set;

/** What the product itself writes on each object, and so a person cannot. */
final class ReservedKeys {

    private static final String PREFIX = "deploy-workload.jenkins.io/";
    private static final Set<String> RECOMMENDED_LABELS =
            Set.of("app.kubernetes.io/name", "app.kubernetes.io/part-of", "app.kubernetes.io/managed-by");

    private ReservedKeys() {}

    /** An annotation's key that the product writes. */
    static boolean isReservedAnnotation(String key) {
        return key.startsWith(PREFIX);
    }

    /** A label's key that the product writes. */
    static boolean isReservedLabel(String key) {
        return key.startsWith(PREFIX) || RECOMMENDED_LABELS.contains(key);
    }
}
