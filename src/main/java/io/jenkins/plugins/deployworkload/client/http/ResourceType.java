package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A kind of object and its path in the API.
 *
 * @param apiVersion the API group and version, such as {@code v1} or {@code apps/v1}
 * @param kind the kind, such as {@code Deployment}
 * @param plural the resource name in URL paths, such as {@code deployments}
 * @param namespaced whether the objects belong to a namespace
 * @param type the Java class of the objects
 */
public record ResourceType<T extends HasMetadata>(
        String apiVersion, String kind, String plural, boolean namespaced, Class<T> type) {

    /** The resource type of a class in fabric8's Kubernetes model. */
    public static <T extends HasMetadata> ResourceType<T> of(Class<T> type) {
        return new ResourceType<>(
                HasMetadata.getApiVersion(type),
                HasMetadata.getKind(type),
                HasMetadata.getPlural(type),
                Namespaced.class.isAssignableFrom(type),
                type);
    }

    /** The resource type of a kind without a model class. */
    public static ResourceType<GenericKubernetesResource> generic(
            String apiVersion, String kind, String plural, boolean namespaced) {
        return new ResourceType<>(apiVersion, kind, plural, namespaced, GenericKubernetesResource.class);
    }

    /** The API group; empty for the core group. */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** The URL path of all objects of this type in a namespace, relative to the server's address. */
    public String path(String namespace) {
        String root = apiVersion.contains("/") ? "/apis/" : "/api/";
        return root + apiVersion + (namespaced ? "/namespaces/" + namespace : "") + "/" + plural;
    }

    /**
     * The URL path of one object, relative to the server's address. The name is encoded, because the names of some kinds
     * may contain almost every character.
     */
    public String path(String namespace, String name) {
        return path(namespace) + "/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
