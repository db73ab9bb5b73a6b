package io.jenkins.plugins.deployworkload.execution.registry;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Job;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.cluster.registries.ConfiguredRegistries;
import io.jenkins.plugins.deployworkload.cluster.registries.ContainerRegistry;
import io.jenkins.plugins.deployworkload.cluster.registries.RegistryAccess;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.policy.PodImages;
import io.jenkins.plugins.deployworkload.registry.preflight.ImagePreflight;
import io.jenkins.plugins.deployworkload.registry.preflight.ImageSite;
import io.jenkins.plugins.deployworkload.registry.preflight.ImageUse;
import io.jenkins.plugins.deployworkload.registry.preflight.NodePlatforms;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Checks the images of a deploy in the registries that the job may use, before anything is applied. */
public final class RegistryPreflight {

    private static final ImagePreflight.Result NOTHING = new ImagePreflight.Result(List.of(), List.of());

    /** The nodes are read while the deploy waits. Without them, only the platforms are not checked. */
    private static final int NODES_TIMEOUT_SECONDS = 10;

    /** The number of nodes whose labels are read. They are enough to know the platforms of a cluster. */
    private static final Map<String, String> NODES_LIMIT = Map.of("limit", "500");

    private RegistryPreflight() {}

    /** Blocks for some seconds, also if a registry does not answer. */
    public static ImagePreflight.Result check(Job<?, ?> job, Connection connection, List<RolloutRequest> requests) {
        List<ContainerRegistry> registries = RegistryAccess.ofJob(ConfiguredRegistries.all(), job.getFullName());
        List<ImageUse> uses = registries.isEmpty() ? List.of() : uses(requests, registries);
        return uses.isEmpty()
                ? NOTHING
                : ImagePreflight.check(uses, image -> site(registries, image), () -> nodes(connection));
    }

    private static List<ImageUse> uses(List<RolloutRequest> requests, List<ContainerRegistry> registries) {
        List<ImageUse> uses = new ArrayList<>();
        for (RolloutRequest request : requests) {
            for (HasMetadata object : request.objects()) {
                pods(object)
                        .ifPresent(pods -> pods.images().forEach((field, image) -> {
                            OciReference reference = OciReference.parse(image);
                            if (reference != null
                                    && RegistryAccess.find(registries, reference)
                                            .isPresent()) {
                                uses.add(new ImageUse(
                                        object.getKind() + " "
                                                + object.getMetadata().getName() + ": " + field,
                                        image,
                                        pods.nodeSelector(),
                                        pods.hasNodeAffinity()));
                            }
                        }));
            }
        }
        return uses;
    }

    private static Optional<PodImages> pods(HasMetadata object) {
        try {
            return PodImages.of(object);
        } catch (IllegalArgumentException e) {
            // The API server refuses the object, with a better message.
            return Optional.empty();
        }
    }

    private static Optional<ImageSite> site(List<ContainerRegistry> registries, OciReference image) {
        return RegistryAccess.find(registries, image)
                .map(registry -> new ImageSite(
                        registry.normalizedName(),
                        RegistryAccess.SERVICE.client(RegistryAccess.settings(registry)),
                        Boolean.TRUE.equals(registry.getMirrored())));
    }

    private static NodePlatforms nodes(Connection connection) {
        ApiRequest request = ApiRequest.metadata(ResourceType.of(Node.class).path(""), NODES_LIMIT);
        try {
            JsonNode list = connection
                    .apiClient()
                    .send(request, JsonNode.class)
                    .orTimeout(NODES_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join()
                    .object();
            boolean isComplete =
                    list.path("metadata").path("continue").asText("").isEmpty();
            return isComplete ? new NodePlatforms(labels(list)) : NodePlatforms.UNKNOWN;
        } catch (CompletionException e) {
            return NodePlatforms.UNKNOWN;
        }
    }

    private static List<Map<String, String>> labels(JsonNode list) {
        List<Map<String, String>> all = new ArrayList<>();
        list.path("items").forEach(node -> {
            Map<String, String> labels = new HashMap<>();
            node.path("metadata")
                    .path("labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            all.add(labels);
        });
        return all;
    }
}
