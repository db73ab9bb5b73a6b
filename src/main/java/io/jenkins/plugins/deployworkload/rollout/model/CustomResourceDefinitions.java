package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.discovery.ServedKind;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads CustomResourceDefinitions, and distinguishes custom resources from the kinds of Kubernetes. */
public final class CustomResourceDefinitions {

    /** The definition has no model class, because a model class may lose parts of the schema. */
    public static final ResourceType<GenericKubernetesResource> TYPE = ResourceType.generic(
            "apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions", false);

    /**
     * The API groups of Kubernetes. Other groups with the suffix {@code k8s.io}, such as {@code
     * gateway.networking.k8s.io}, consist of custom resources.
     *
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/controlplane/instance.go">DefaultAPIResourceConfigSource</a>
     */
    private static final Set<String> GROUPS_OF_KUBERNETES = Set.of(
            "",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "apiregistration.k8s.io",
            "apps",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "autoscaling",
            "batch",
            "certificates.k8s.io",
            "coordination.k8s.io",
            "discovery.k8s.io",
            "events.k8s.io",
            "extensions",
            "flowcontrol.apiserver.k8s.io",
            "internal.apiserver.k8s.io",
            "networking.k8s.io",
            "node.k8s.io",
            "policy",
            "rbac.authorization.k8s.io",
            "resource.k8s.io",
            "scheduling.k8s.io",
            "storage.k8s.io",
            "storagemigration.k8s.io");

    /** A DNS name. The check ensures that a definition cannot change other parts of a URL path. */
    private static final Pattern DNS_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private CustomResourceDefinitions() {}

    public static boolean isDefinition(ObjectRef ref) {
        return TYPE.apiVersion().equals(ref.apiVersion()) && TYPE.kind().equals(ref.kind());
    }

    public static boolean isDefinition(HasMetadata object) {
        return TYPE.apiVersion().equals(object.getApiVersion()) && TYPE.kind().equals(object.getKind());
    }

    /** Whether the objects with this apiVersion are custom resources, or come from an API server of their own. */
    public static boolean isCustom(String apiVersion) {
        return !GROUPS_OF_KUBERNETES.contains(group(apiVersion));
    }

    /**
     * Whether a kind with the same name in these two apiVersions may be the same kind. Kubernetes has moved some of its
     * kinds to other groups, such as Ingress.
     */
    public static boolean mayBeVersionsOfOneKind(String apiVersion, String other) {
        return group(apiVersion).equals(group(other)) || !isCustom(apiVersion) && !isCustom(other);
    }

    /** The API group; empty for the core group. */
    public static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** The kinds that a definition adds, one for each served version. An invalid definition adds no kinds. */
    public static List<ServedKind> kinds(JsonNode definition) {
        JsonNode spec = definition.path("spec");
        String group = spec.path("group").asText();
        String plural = spec.at("/names/plural").asText();
        List<ServedKind> kinds = new ArrayList<>();
        for (JsonNode version : spec.path("versions")) {
            String name = version.path("name").asText();
            if (version.path("served").asBoolean()
                    && List.of(group, plural, name).stream()
                            .allMatch(text -> DNS_NAME.matcher(text).matches())) {
                kinds.add(new ServedKind(
                        ResourceType.generic(
                                group + "/" + name,
                                spec.at("/names/kind").asText(),
                                plural,
                                "Namespaced".equals(spec.path("scope").asText())),
                        version.at("/subresources/status").isObject()));
            }
        }
        return kinds;
    }
}
