package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import java.util.Map;

/** The prefix of the labels and annotations that only this plugin sets. A description must not contain such keys. */
final class ReservedKeys {

    private static final String PREFIX = "deploy-workload.jenkins.io/";

    private ReservedKeys() {}

    /** @param property the property that holds the labels or annotations; part of the problem's path */
    static void check(Map<String, String> keys, String property, ValidationContext context) {
        keys.keySet().stream()
                .filter(key -> key.startsWith(PREFIX))
                .forEach(key ->
                        context.addProblem(property + "[\"" + key + "\"]", Messages.BasicInformation_ReservedKey(key)));
    }
}
