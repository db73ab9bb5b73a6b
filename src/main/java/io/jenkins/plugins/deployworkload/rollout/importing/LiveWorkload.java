package io.jenkins.plugins.deployworkload.rollout.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workload of a cluster, and the objects of its namespace that can belong to it. Secrets are not read.
 *
 * @param objects the workload first, then the Services, HorizontalPodAutoscalers, PodDisruptionBudgets and Ingresses of its
 *     namespace, at most {@link #MAX_RELATED} of each kind
 * @param unread the kinds of objects that could not be read, or not completely, each with the error of the request,
 *     {@link TooManyException} or {@link TooLargeException}
 */
public record LiveWorkload(List<JsonNode> objects, Map<String, RuntimeException> unread) {

    /** Limit of a workload in bytes. An object in etcd has at most 1.5 MiB, and a workload is much smaller. */
    public static final int MAX_BYTES = 1 << 20;

    /** The workload is larger than {@link #MAX_BYTES}, or the objects of a kind are too large together. */
    public static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Limit of the objects of one kind that can belong to the workload, so that a user does not wait long. */
    public static final int MAX_RELATED = 500;

    /** Limit of the objects of one kind together, in bytes. */
    private static final int MAX_RELATED_BYTES = 8 << 20;

    /** The namespace has more than {@link #MAX_RELATED} objects of a kind, and the first ones were read. */
    public static final class TooManyException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final List<ResourceType<GenericKubernetesResource>> WORKLOADS =
            types(List.of(CronJob.class, DaemonSet.class, Deployment.class, Job.class, StatefulSet.class));

    private static final List<ResourceType<GenericKubernetesResource>> RELATED =
            types(List.of(Service.class, HorizontalPodAutoscaler.class, PodDisruptionBudget.class, Ingress.class));

    /** Without model classes, no field is lost. */
    private static List<ResourceType<GenericKubernetesResource>> types(List<Class<? extends HasMetadata>> models) {
        return models.stream()
                .map(ResourceType::of)
                .map(type -> ResourceType.generic(type.apiVersion(), type.kind(), type.plural(), true))
                .toList();
    }

    /** The kinds of workloads, sorted. */
    public static List<String> kinds() {
        return WORKLOADS.stream().map(ResourceType::kind).toList();
    }

    /**
     * Finds a kind of workloads.
     *
     * @param text the kind, in any case
     * @return the kind with its own spelling; empty if no workload has this kind
     */
    public static Optional<String> findKind(String text) {
        return kinds().stream().filter(kind -> kind.equalsIgnoreCase(text)).findFirst();
    }

    /**
     * Reads a workload. Blocks its thread, so call this method only on a virtual thread.
     *
     * @param kind one of {@link #kinds}
     * @param name a DNS subdomain
     * @return empty if the workload does not exist
     * @throws TooLargeException if the workload is larger than {@link #MAX_BYTES}
     * @throws RuntimeException the error of the request for the workload
     */
    public static Optional<LiveWorkload> read(Connection connection, String namespace, String kind, String name) {
        ResourceType<?> type = WORKLOADS.stream()
                .filter(known -> known.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(kind));
        List<JsonNode> objects = new ArrayList<>();
        try {
            ApiResponse<JsonNode> workload =
                    connection.apiClient().call(ApiRequest.get(type.path(namespace, name), Map.of()), JsonNode.class);
            if (workload.size() > MAX_BYTES) {
                throw new TooLargeException();
            }
            objects.add(workload.object());
        } catch (RuntimeException e) {
            if (ApiErrors.hasCode(e, 404)) {
                return Optional.empty();
            }
            throw e;
        }
        Map<String, RuntimeException> unread = new LinkedHashMap<>();
        for (Related related : VirtualThreads.forEach(RELATED, each -> Related.list(connection, each, namespace))) {
            objects.addAll(related.objects());
            if (related.problem() != null) {
                unread.put(related.kind(), related.problem());
            }
        }
        return Optional.of(new LiveWorkload(List.copyOf(objects), unread));
    }

    /** @param problem why the objects could not be listed, or not all; {@code null} if they could */
    private record Related(String kind, List<JsonNode> objects, RuntimeException problem) {

        static Related list(Connection connection, ResourceType<GenericKubernetesResource> type, String namespace) {
            try {
                ApiRequest request = ApiRequest.get(type.path(namespace), Map.of("limit", String.valueOf(MAX_RELATED)));
                ApiResponse<JsonNode> page = connection.apiClient().call(request, JsonNode.class);
                if (page.size() > MAX_RELATED_BYTES) {
                    return new Related(type.kind(), List.of(), new TooLargeException());
                }
                List<JsonNode> objects = new ArrayList<>();
                for (JsonNode item : page.object().path("items")) {
                    // The API server omits apiVersion and kind in the items of a list.
                    if (item instanceof ObjectNode object && objects.size() < MAX_RELATED) {
                        objects.add(object.put("apiVersion", type.apiVersion()).put("kind", type.kind()));
                    }
                }
                boolean hasMore =
                        !page.object().at("/metadata/continue").asText().isEmpty();
                return new Related(type.kind(), objects, hasMore ? new TooManyException() : null);
            } catch (RuntimeException e) {
                return new Related(type.kind(), List.of(), e);
            }
        }
    }
}
