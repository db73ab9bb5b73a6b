package io.jenkins.plugins.deployworkload.client.discovery;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;

/**
 * A kind that an API server serves.
 *
 * @param hasStatus whether the objects have the subresource {@code status}, which a controller writes
 */
public record ServedKind(ResourceType<GenericKubernetesResource> type, boolean hasStatus) {}
