package io.jenkins.plugins.deployworkload.bench;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Requests of one deploy.
 *
 * @param resources number of requests by verb and resource
 * @param changed objects that the deploy changed, including the revision of the application
 * @param bytes bytes sent and received, including TLS
 */
public record RequestCounts(Map<String, Integer> resources, Set<String> changed, ByteCountingProxy.Bytes bytes) {

    public int total() {
        return resources.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** For example {@code get configmaps 2, list pods 1}. */
    String detail() {
        return resources.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** For example {@code 15; 14.6, 83.9}. */
    String text() {
        return total() + "; " + bytes.text();
    }
}
