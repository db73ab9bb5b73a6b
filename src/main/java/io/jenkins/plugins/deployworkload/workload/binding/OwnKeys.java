package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.Map;

/** The labels and annotations with the prefix of this plugin. A description must not contain them. */
public final class OwnKeys {

    private static final String PREFIX = "deploy-workload.jenkins.io/";

    private OwnKeys() {}

    /** @param property the name of the property that has the map */
    public static void check(Map<String, String> map, String property, ValidationContext context) {
        map.keySet().stream()
                .filter(key -> key.startsWith(PREFIX))
                .forEach(key -> context.addProblem(property + "[\"" + key + "\"]", Messages.OwnKeys_Reserved(key)));
    }
}
