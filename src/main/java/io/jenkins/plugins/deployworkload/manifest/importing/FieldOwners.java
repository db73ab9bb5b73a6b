package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes the parts of a live pod template that its author did not write: sidecars that service meshes inject, which
 * leave an annotation, and containers and volumes that another controller has added, which the managed fields show.
 */
final class FieldOwners {

    private static final List<String> LISTS = List.of("initContainers", "containers", "volumes");

    /** Istio's list of what it has injected, as JSON. */
    private static final String ISTIO = "sidecar.istio.io/status";

    private final KubernetesObject object;
    private final List<String> notes;

    FieldOwners(KubernetesObject object, List<String> notes) {
        this.object = object;
        this.notes = notes;
    }

    /** @param scaled whether an autoscaler sets the number of replicas */
    void removeReplicas(boolean scaled) {
        if (object.at("/spec/replicas").isNumber() && (scaled || replicasBelongToScaler())) {
            ((ObjectNode) object.at("/spec")).remove("replicas");
            notes.add(Messages.FieldOwners_replicas(object.label()));
        }
    }

    void removeInjected() {
        removeIstio();
        removeIfAnnotated("linkerd.io/proxy-version", Set.of("linkerd-proxy", "linkerd-init"));
        removeIfAnnotated("vault.hashicorp.com/agent-inject-status", Set.of("vault-agent", "vault-agent-init"));
        removeForeign();
    }

    private boolean replicasBelongToScaler() {
        for (JsonNode entry : object.at("/metadata/managedFields")) {
            if (entry.path("subresource").asText().equals("scale")
                    && !entry.path("manager").asText().startsWith("kubectl")
                    && entry.at("/fieldsV1/f:spec").has("f:replicas")) {
                return true;
            }
        }
        return false;
    }

    private void removeIstio() {
        JsonNode annotation = annotations().path(ISTIO);
        if (!annotation.isTextual()) {
            return;
        }
        try {
            JsonNode status = Json.MAPPER.readTree(annotation.textValue());
            for (String list : LISTS) {
                Set<String> names = new HashSet<>();
                status.path(list).forEach(name -> names.add(name.asText()));
                remove(list, names);
            }
            ((ObjectNode) annotations()).remove(ISTIO);
        } catch (JsonProcessingException e) {
            // Not written by Istio: nothing is removed.
        }
    }

    private void removeIfAnnotated(String annotation, Set<String> names) {
        if (annotations().has(annotation)) {
            LISTS.forEach(list -> remove(list, names));
        }
    }

    /** The manager of the selector created the object, because a selector cannot change. */
    private void removeForeign() {
        Set<String> authors = new HashSet<>();
        for (JsonNode entry : object.at("/metadata/managedFields")) {
            if (entry.at("/fieldsV1/f:spec").has("f:selector")) {
                authors.add(entry.path("manager").asText());
            }
        }
        if (authors.isEmpty() || object.kind().equals("CronJob")) {
            return;
        }
        for (String list : LISTS) {
            Set<String> foreign = new HashSet<>();
            for (JsonNode element : object.podSpec().path(list)) {
                String name = element.path("name").asText();
                Set<String> owners = owners(list, name);
                if (!owners.isEmpty()
                        && owners.stream().noneMatch(owner -> authors.contains(owner) || owner.startsWith("kubectl"))) {
                    foreign.add(name);
                }
            }
            remove(list, foreign);
        }
    }

    private Set<String> owners(String list, String name) {
        Set<String> owners = new HashSet<>();
        String key = "k:{\"name\":" + Json.MAPPER.getNodeFactory().textNode(name) + "}";
        for (JsonNode entry : object.at("/metadata/managedFields")) {
            if (entry.at("/fieldsV1/f:spec/f:template/f:spec").path("f:" + list).has(key)) {
                owners.add(entry.path("manager").asText());
            }
        }
        return owners;
    }

    private void remove(String list, Set<String> names) {
        if (!(object.podSpec().path(list) instanceof ArrayNode elements)) {
            return;
        }
        List<JsonNode> kept = new ArrayList<>();
        for (JsonNode element : elements) {
            String name = element.path("name").asText();
            if (names.contains(name)) {
                notes.add(Messages.FieldOwners_injected(object.label(), list, name));
            } else {
                kept.add(element);
            }
        }
        elements.removeAll();
        elements.addAll(kept);
        if (kept.isEmpty()) {
            ((ObjectNode) object.podSpec()).remove(list);
        }
    }

    private JsonNode annotations() {
        return object.at(object.templatePointer() + "/metadata/annotations");
    }
}
