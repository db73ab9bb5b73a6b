package io.jenkins.plugins.deployworkload.registry.preflight;

import io.jenkins.plugins.deployworkload.registry.Platform;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The platforms of a cluster's nodes, according to their well-known labels.
 *
 * @param nodes the labels of each node; empty if the nodes may not be listed
 * @see <a href="https://kubernetes.io/docs/reference/labels-annotations-taints/">well-known labels</a>
 */
public record NodePlatforms(List<Map<String, String>> nodes) {

    private static final String OS = "kubernetes.io/os";
    private static final String ARCHITECTURE = "kubernetes.io/arch";

    /** Without a platform, nothing about platforms is checked. */
    public static final NodePlatforms UNKNOWN = new NodePlatforms(List.of());

    /** How many of the nodes that a pod may use can run an image. */
    enum Fit {
        /** All of them, or it is not known. */
        ALL,
        SOME,
        NONE
    }

    public NodePlatforms {
        nodes = nodes.stream()
                .filter(labels -> labels.containsKey(OS) && labels.containsKey(ARCHITECTURE))
                .map(Map::copyOf)
                .toList();
    }

    Fit fit(ImageUse use, List<Platform> platforms) {
        List<Map<String, String>> candidates = candidates(use);
        if (candidates.isEmpty() || platforms.isEmpty()) {
            return Fit.ALL;
        }
        long fitting = candidates.stream()
                .filter(labels -> platforms.stream()
                        .anyMatch(platform -> platform.runsOn(labels.get(OS), labels.get(ARCHITECTURE))))
                .count();
        return fitting == candidates.size() ? Fit.ALL : fitting == 0 ? Fit.NONE : Fit.SOME;
    }

    /** The platforms of the nodes that a pod may use, for messages. */
    String names(ImageUse use) {
        return candidates(use).stream()
                .map(labels -> labels.get(OS) + "/" + labels.get(ARCHITECTURE))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .limit(10)
                .collect(Collectors.joining(", "));
    }

    private List<Map<String, String>> candidates(ImageUse use) {
        return nodes.stream()
                .filter(labels ->
                        labels.entrySet().containsAll(use.nodeSelector().entrySet()))
                .toList();
    }
}
