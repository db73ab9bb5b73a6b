package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;

/**
 * A kind of object and its path in the API.
 *
 * @param apiVersion {@code v1}, {@code apps/v1}, …
 * @param kind {@code Deployment}
 * @param plural the resource name in paths: {@code deployments}
 * @param namespaced whether its objects belong to a namespace
 * @param type the Java class of its objects
 */
public record ResourceType<T extends HasMetadata>(
        String apiVersion, String kind, String plural, boolean namespaced, Class<T> type) {

    /** The type of a class of fabric8's Kubernetes model. */
    public static <T extends HasMetadata> ResourceType<T> of(Class<T> type) {
        return new ResourceType<>(
                HasMetadata.getApiVersion(type),
                HasMetadata.getKind(type),
                HasMetadata.getPlural(type),
                Namespaced.class.isAssignableFrom(type),
                type);
    }

    /** The path of the collection, relative to the server's address. */
    public String path(String namespace) {
        String root = apiVersion.contains("/") ? "/apis/" : "/api/";
        return root + apiVersion + (namespaced ? "/namespaces/" + namespace : "") + "/" + plural;
    }

    /** The path of one object, relative to the server's address. */
    public String path(String namespace, String name) {
        return path(namespace) + "/" + name;
    }
}
