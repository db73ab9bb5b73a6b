package io.jenkins.plugins.deployworkload.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the fields with which objects of Kubernetes' own kinds refer to namespaces. */
final class NamespaceReferences {

    /** A field and the namespace in it. */
    record Reference(String field, String namespace) {}

    /** The networks of a pod: as JSON, or in the short form {@code namespace/name@interface, …}. */
    private static final List<String> NETWORKS =
            List.of("k8s.v1.cni.cncf.io/networks", "v1.multus-cni.io/default-network");

    /** The API server refuses longer names. */
    private static final int MAX_DNS_NAME_LENGTH = 254;

    /** The DNS name of a Service or pod, in any cluster domain. */
    private static final Pattern CLUSTER_NAME =
            Pattern.compile("(?:[^.]+\\.)+([^.]+)\\.(?:svc|pod)(?:\\..*)?", Pattern.CASE_INSENSITIVE);

    /**
     * The annotations of Ingress NGINX that name a Secret or ConfigMap: {@code auth-secret}, {@code
     * fastcgi-params-configmap} and others.
     */
    private static final Pattern NAMING_ANNOTATION = Pattern.compile("[^/]+/[a-z-]*(?:secret|configmap)");

    private final List<Reference> found = new ArrayList<>();

    private NamespaceReferences() {}

    static List<Reference> of(PolicyObject checked) {
        NamespaceReferences references = new NamespaceReferences();
        if (!CustomResourceDefinitions.isCustom(checked.object().getApiVersion())) {
            references.object(checked.object());
            checked.pods().ifPresent(references::networks);
        }
        return references.found;
    }

    private void object(HasMetadata object) {
        JsonNode tree = Json.MAPPER.valueToTree(object);
        switch (object.getKind()) {
            case "Namespace" ->
                found.add(new Reference("metadata.name", object.getMetadata().getName()));
            case "Service" -> serviceName(tree.at("/spec/externalName").asText());
            case "Ingress" -> ingressAnnotations(object.getMetadata().getAnnotations());
            // Keys of their data and of labels are free texts.
            case "ConfigMap", "Secret" -> {}
            default -> fields(tree, "");
        }
    }

    /**
     * Finds fields with the name {@code namespace}: of claims, bindings, webhooks and others. Skips metadata and
     * selectors, whose keys are free texts.
     */
    private void fields(JsonNode node, String path) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                fields(node.get(i), path + "[" + i + "]");
            }
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            String child = path.isEmpty() ? name : path + "." + name;
            JsonNode value = field.getValue();
            if (name.equals("namespace")
                    && value.isTextual()
                    && !value.textValue().isEmpty()) {
                found.add(new Reference(child, value.textValue()));
            } else if (!isFreeMap(name)) {
                fields(value, child);
            }
        }
    }

    private static boolean isFreeMap(String field) {
        return switch (field) {
            case "metadata", "matchLabels", "nodeSelector", "selector", "status", "overhead", "limits", "requests" ->
                true;
            default -> false;
        };
    }

    private void serviceName(String name) {
        Matcher matcher = CLUSTER_NAME.matcher(name);
        if (name.length() <= MAX_DNS_NAME_LENGTH && matcher.matches()) {
            found.add(new Reference("spec.externalName", matcher.group(1)));
        }
    }

    private void ingressAnnotations(Map<String, String> annotations) {
        if (annotations == null) {
            return;
        }
        annotations.forEach((key, value) -> {
            int slash = value == null ? -1 : value.indexOf('/');
            if (slash > 0 && NAMING_ANNOTATION.matcher(key).matches()) {
                found.add(new Reference("metadata.annotations[" + key + "]", value.substring(0, slash)));
            }
        });
    }

    private void networks(PodTemplate template) {
        Map<String, String> annotations = template.metadata().getAnnotations();
        if (annotations == null) {
            return;
        }
        for (String key : NETWORKS) {
            String value = annotations.get(key);
            if (value != null) {
                networks(template.path() + "metadata.annotations[" + key + "]", value.strip());
            }
        }
    }

    private void networks(String field, String value) {
        try {
            if (value.startsWith("[") || value.startsWith("{")) {
                jsonNetworks(field, Json.MAPPER.readTree(value));
                return;
            }
        } catch (JsonProcessingException e) {
            // Multus may accept what this parser does not.
            throw new IllegalArgumentException(e);
        }
        for (String network : value.split(",")) {
            int slash = network.indexOf('/');
            if (slash >= 0) {
                found.add(new Reference(field, network.substring(0, slash).strip()));
            }
        }
    }

    /** Names of fields are compared without case, because Multus is written in Go, which reads them so. */
    private void jsonNetworks(String field, JsonNode node) {
        node.forEach(child -> {
            if (child.isContainerNode()) {
                jsonNetworks(field, child);
            }
        });
        node.properties().forEach(entry -> {
            if (entry.getKey().equalsIgnoreCase("namespace") && entry.getValue().isTextual()) {
                found.add(new Reference(field, entry.getValue().textValue()));
            }
        });
    }
}
