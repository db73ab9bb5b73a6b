package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The namespace that the option {@code createNamespace} adds to the objects of a deploy, if it does not exist or if an
 * earlier deploy of the application has created it.
 */
final class CreatedNamespace {

    private final RolloutContext context;

    CreatedNamespace(RolloutContext context) {
        this.context = context;
    }

    /** @throws RuntimeException the error of the request that reads the namespace */
    List<HasMetadata> addTo(List<HasMetadata> objects) {
        boolean isDefined = objects.stream()
                .anyMatch(object -> ResourceKinds.isNamespace(context.ref(object))
                        && context.namespace().equals(object.getMetadata().getName()));
        return !context.options().createNamespace() || isDefined || existsWithoutUs()
                ? objects
                : Stream.concat(Stream.of(namespace()), objects.stream()).toList();
    }

    private boolean existsWithoutUs() {
        ResourceType<?> type = ResourceKinds.type("v1", "Namespace");
        try {
            HasMetadata live = context.connection()
                    .apiClient()
                    .call(ApiRequest.get(type.path("", context.namespace()), Map.of()), type.type())
                    .object();
            return !context.ownership().owns(live);
        } catch (RuntimeException problem) {
            if (ApiErrors.hasCode(problem, 404)) {
                return false;
            }
            throw problem;
        }
    }

    private HasMetadata namespace() {
        GenericKubernetesResource namespace = new GenericKubernetesResource();
        namespace.setApiVersion("v1");
        namespace.setKind("Namespace");
        namespace.setMetadata(
                new ObjectMetaBuilder().withName(context.namespace()).build());
        return namespace;
    }
}
