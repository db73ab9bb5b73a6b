package io.jenkins.plugins.deployworkload.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.pod.NetworkAttachment;
import java.util.List;
import java.util.Map;

/** Renders additional networks as the Multus annotation. The networks keep the order of the description. */
final class MultusAnnotation {

    private MultusAnnotation() {}

    static Map<String, String> of(List<NetworkAttachment> networks) {
        if (networks.isEmpty()) {
            return Map.of();
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (NetworkAttachment network : networks) {
            ObjectNode entry = list.addObject().put("name", network.getName());
            if (network.getNamespace() != null) {
                entry.put("namespace", network.getNamespace());
            }
            if (network.getInterface() != null) {
                entry.put("interface", network.getInterface());
            }
        }
        return Map.of(NetworkAttachment.ANNOTATION, list.toString());
    }
}
