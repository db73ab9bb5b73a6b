package io.jenkins.plugins.deployworkload.workload;

import java.util.Set;

/**
 * Keys of the labels and annotations that this plugin sets on every object. A description must not contain these keys.
 */
final class ReservedKeys {

    private static final String PREFIX = "deploy-workload.jenkins.io/";
    private static final Set<String> RECOMMENDED_LABELS =
            Set.of("app.kubernetes.io/name", "app.kubernetes.io/part-of", "app.kubernetes.io/managed-by");

    private ReservedKeys() {}

    static boolean isReservedAnnotation(String key) {
        return key.startsWith(PREFIX);
    }

    static boolean isReservedLabel(String key) {
        return key.startsWith(PREFIX) || RECOMMENDED_LABELS.contains(key);
    }
}
