package io.jenkins.plugins.deployworkload.manifest.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Finds and renames the references to Secrets and ConfigMaps in built-in kinds: pod specs, ServiceAccounts and Ingresses.
 * These are the fields of kustomize's name references.
 *
 * @see <a
 *     href="https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.5.0/api/internal/konfig/builtinpluginconsts/namereference.go">namereference.go</a>
 */
final class ConfigReferences {

    private static final List<String> POD_SPECS =
            List.of("/spec/template/spec", "/spec/jobTemplate/spec/template/spec", "/spec");

    private static final Set<String> POD_KINDS = Set.of(
            "Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob");

    private static final List<String> CONTAINERS_AND_VOLUMES =
            List.of("containers", "initContainers", "ephemeralContainers", "volumes");

    /** Objects with a field {@code name}, by their own name. A volume names its Secret in {@code secretName}. */
    private static final Map<String, String> KINDS = Map.of(
            "secretRef", "Secret",
            "secretKeyRef", "Secret",
            "nodePublishSecretRef", "Secret",
            "secret", "Secret",
            "configMapRef", "ConfigMap",
            "configMapKeyRef", "ConfigMap",
            "configMap", "ConfigMap");

    /** Maps with keys of drivers, which have no meaning for Kubernetes. */
    private static final Set<String> OPAQUE = Set.of("volumeAttributes", "options", "metadata");

    /** New names by kind and earlier name. */
    static final class Names {
        private final Map<String, String> names = new HashMap<>();

        void put(String kind, String name, String newName) {
            names.put(kind + " " + name, newName);
        }

        UnaryOperator<String> of(String kind) {
            return name -> names.getOrDefault(kind + " " + name, name);
        }

        boolean isEmpty() {
            return names.isEmpty();
        }
    }

    /** Returns the new name of the object that a field refers to. */
    private interface Visitor {
        String visit(String kind, String name);
    }

    private ConfigReferences() {}

    /** @return whether the object has changed */
    static boolean rename(ObjectNode object, Names names) {
        if (names.isEmpty()) {
            return false;
        }
        boolean[] changed = {false};
        Visitor visitor = (kind, name) -> {
            String newName = names.of(kind).apply(name);
            changed[0] |= !newName.equals(name);
            return newName;
        };
        JsonNode pod = podSpec(object);
        CONTAINERS_AND_VOLUMES.forEach(field -> visit(pod.path(field), visitor));
        pod.path("imagePullSecrets").forEach(secret -> visitField(secret, "name", "Secret", visitor));
        if (object.path("kind").asText().equals("ServiceAccount")) {
            object.path("secrets").forEach(secret -> visitField(secret, "name", "Secret", visitor));
            object.path("imagePullSecrets").forEach(secret -> visitField(secret, "name", "Secret", visitor));
        }
        if (object.path("kind").asText().equals("Ingress")) {
            object.at("/spec/tls").forEach(tls -> visitField(tls, "secretName", "Secret", visitor));
        }
        return changed[0];
    }

    /** The Secrets and ConfigMaps that containers and volumes use, as kind and name. */
    static Set<String> usedByContainers(ObjectNode object) {
        Set<String> found = new HashSet<>();
        JsonNode pod = podSpec(object);
        CONTAINERS_AND_VOLUMES.forEach(field -> visit(pod.path(field), (kind, name) -> {
            found.add(kind + " " + name);
            return name;
        }));
        return found;
    }

    private static JsonNode podSpec(ObjectNode object) {
        boolean hasPods = POD_KINDS.contains(object.path("kind").asText());
        return POD_SPECS.stream()
                .map(object::at)
                .filter(spec -> hasPods && spec.isObject())
                .findFirst()
                .orElse(object.path(""));
    }

    private static void visit(JsonNode node, Visitor visitor) {
        if (node.isArray()) {
            node.forEach(element -> visit(element, visitor));
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String kind = KINDS.get(field.getKey());
            if (kind != null) {
                visitField(field.getValue(), "name", kind, visitor);
            }
            if (!OPAQUE.contains(field.getKey())) {
                visit(field.getValue(), visitor);
            }
        }
        visitField(node, "secretName", "Secret", visitor);
    }

    private static void visitField(JsonNode node, String field, String kind, Visitor visitor) {
        if (node.path(field).isTextual()) {
            ((ObjectNode) node).put(field, visitor.visit(kind, node.path(field).textValue()));
        }
    }
}
