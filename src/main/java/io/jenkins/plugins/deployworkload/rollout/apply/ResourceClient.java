package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The requests about one object as it is described. Each fails with what the server said. */
final class ResourceClient {

    private final Connection connection;
    private final KubernetesSerialization serialization;
    private final RolloutOptions options;
    private final String namespace;
    private final HasMetadata object;
    private final ResourceType<? extends HasMetadata> type;

    ResourceClient(Applier.ApplyContext frame, HasMetadata object) {
        this.connection = frame.connection();
        this.serialization = connection.client().getKubernetesSerialization();
        this.options = frame.options();
        this.namespace = frame.namespace();
        this.object = object;
        this.type = ResourceType.of(object.getClass());
    }

    /** What is applied over this. */
    ObjectNode payload(LiveState before) {
        ObjectNode tree = serialization.convertValue(object, ObjectNode.class);
        if (before.object() != null && !options.replace()) {
            SelectorPreserver.preserve(tree, before.object(), options.adopt(), serialization);
        }
        return tree;
    }

    /**
     * @param version the only one that it holds for; {@code null} for any
     * @param force whether fields are taken from others, though that was not asked for
     */
    CompletableFuture<ApiResponse<? extends HasMetadata>> apply(ObjectNode tree, String version, boolean force) {
        Map<String, String> query = query();
        if (options.forceConflicts() || force) {
            query.put("force", "true");
        }
        if (version != null) {
            ((ObjectNode) tree.get("metadata")).put("resourceVersion", version);
        }
        // JSON is nearly YAML, and this content type is the only one for applies.
        return send(new ApiRequest(
                "PATCH",
                type.path(namespace, object.getMetadata().getName()),
                query,
                "application/apply-patch+yaml",
                ApplyPayload.of(tree.toString())));
    }

    /** @param patch changes nothing but who manages what */
    CompletableFuture<LiveState> patchFieldManagers(String patch) {
        return send(new ApiRequest(
                        "PATCH",
                        type.path(namespace, object.getMetadata().getName()),
                        Map.of("fieldManager", FieldManagers.FIELD_MANAGER),
                        "application/json-patch+json",
                        patch))
                .thenApply(answer -> LiveState.fromRead(answer.object()));
    }

    /**
     * Asks whether the object could be made if that of its name were gone. The server checks all of a creation, and whether
     * the account may do it, before it finds that the name is taken.
     *
     * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go">Store.create</a>
     */
    CompletableFuture<Void> dryRunCreate() {
        Map<String, String> query = query();
        query.put("dryRun", "All");
        ApiRequest creation = new ApiRequest(
                "POST",
                type.path(namespace),
                query,
                "application/json",
                payload(LiveState.ABSENT).toString());
        return send(creation)
                .<Void>thenApply(answer -> null)
                .exceptionallyCompose(problem -> ApiErrors.isCausedByExistingObject(problem)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(problem));
    }

    /** @return whether no autoscaler is to have the replicas any more; {@code false} where that cannot be known */
    CompletableFuture<Boolean> canTakeBackReplicas() {
        ApiRequest list =
                ApiRequest.get(ResourceType.of(HorizontalPodAutoscaler.class).path(namespace), Map.of());
        return connection
                .apiClient()
                .send(list, HorizontalPodAutoscalerList.class)
                .thenApply(answer ->
                        AutoscalerTakeover.isReleased(object, answer.object().getItems()))
                .exceptionally(problem -> false);
    }

    private Map<String, String> query() {
        Map<String, String> query =
                new HashMap<>(Map.of("fieldManager", FieldManagers.FIELD_MANAGER, "fieldValidation", "Strict"));
        if (options.dryRun()) {
            query.put("dryRun", "All");
        }
        return query;
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> send(ApiRequest request) {
        return connection.apiClient().send(request, type.type()).thenApply(answer -> answer);
    }
}
