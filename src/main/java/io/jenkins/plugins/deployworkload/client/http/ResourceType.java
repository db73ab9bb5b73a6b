package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;

/**
 * A kind of object and where the API has it.
 *
 * @param apiVersion {@code v1}, {@code apps/v1}, …
 * @param kind {@code Deployment}
 * @param plural as it stands in addresses: {@code deployments}
 * @param namespaced whether its objects live in namespaces
 * @param type what its objects are read into
 */
public record ResourceType<T extends HasMetadata>(
        String apiVersion, String kind, String plural, boolean namespaced, Class<T> type) {

    /** The type of a class of the Kubernetes model. */
    public static <T extends HasMetadata> ResourceType<T> of(Class<T> type) {
        return new ResourceType<>(
                HasMetadata.getApiVersion(type),
                HasMetadata.getKind(type),
                HasMetadata.getPlural(type),
                Namespaced.class.isAssignableFrom(type),
                type);
    }

    /** The address of all objects of this kind, below the server's. */
    public String path(String namespace) {
        String root = apiVersion.contains("/") ? "/apis/" : "/api/";
        return root + apiVersion + (namespaced ? "/namespaces/" + namespace : "") + "/" + plural;
    }

    /** The address of one object, below the server's. */
    public String path(String namespace, String name) {
        return path(namespace) + "/" + name;
    }
}
