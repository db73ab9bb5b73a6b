package io.jenkins.plugins.deployworkload.registry.preflight;

import java.util.Map;

/**
 * An image that pods of a deploy use.
 *
 * @param field the object and the field, for messages
 * @param image the reference
 * @param nodeSelector the labels that a node of the pods must have
 * @param hasNodeAffinity whether the pods have further conditions for their nodes
 */
public record ImageUse(String field, String image, Map<String, String> nodeSelector, boolean hasNodeAffinity) {

    public ImageUse {
        nodeSelector = Map.copyOf(nodeSelector);
    }
}
