package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends the requests for one object, and waits for each answer. A refused request throws the error of the API server. */
final class ResourceClient {

    private final Applier.ApplyContext context;
    private final Connection connection;
    private final KubernetesSerialization serialization;
    private final RolloutOptions options;
    private final String namespace;
    private final HasMetadata object;
    private final ResourceType<? extends HasMetadata> type;
    private final Runnable requireWritable;

    /** For requests that change nothing. */
    ResourceClient(Applier.ApplyContext context, HasMetadata object) {
        this(context, object, () -> {});
    }

    /**
     * @param requireWritable throws an exception if the object may not be written any more; runs before a write is sent
     *     again
     */
    ResourceClient(Applier.ApplyContext context, HasMetadata object, Runnable requireWritable) {
        this.requireWritable = requireWritable;
        this.context = context;
        this.connection = context.connection();
        this.serialization = connection.client().getKubernetesSerialization();
        this.options = context.options();
        this.namespace = ObjectRef.namespace(object, context.namespace());
        this.object = object;
        this.type = context.types().of(object);
    }

    /**
     * Reads the object from the API server. Returns {@link LiveState#ABSENT} for a 404, and {@link LiveState#UNKNOWN} if
     * the account may neither get nor patch the object.
     *
     * @throws RuntimeException any other error of the request
     */
    LiveState read() {
        ApiRequest get =
                ApiRequest.get(type.path(namespace, object.getMetadata().getName()), Map.of());
        return read(get).or(() -> read(emptyPatch())).orElse(LiveState.UNKNOWN);
    }

    /** @return the live state; empty if the account may not send the request */
    private Optional<LiveState> read(ApiRequest request) {
        try {
            return Optional.of(LiveState.fromRead(send(request).object()));
        } catch (RuntimeException problem) {
            if (ApiErrors.hasCode(problem, 404)) {
                return Optional.of(LiveState.ABSENT);
            }
            if (ApiErrors.hasCode(problem, 403)) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    /**
     * A dry run that changes nothing and returns the object, for an account that may patch objects, but not get them.
     * Without the object, its owner would not be known.
     */
    private ApiRequest emptyPatch() {
        return new ApiRequest(
                "PATCH",
                type.path(namespace, object.getMetadata().getName()),
                Map.of("fieldManager", FieldManagers.FIELD_MANAGER, "dryRun", "All"),
                "application/merge-patch+json",
                "{}");
    }

    /** The body of an apply over the given live state, with this plugin's annotations that the live object has. */
    ObjectNode payload(LiveState live) {
        ObjectNode payload = serialization.convertValue(object, ObjectNode.class);
        keepAnnotations(payload, live.object());
        if (live.object() != null && !options.replace()) {
            SelectorPreserver.preserve(payload, live.object(), options.adopt(), serialization);
        }
        ObjectNode metadata = payload.withObjectProperty("metadata");
        metadata.withObjectProperty("labels")
                .put(Ownership.LABEL, context.ownership().labelValue());
        if (!type.namespaced()) {
            metadata.remove("namespace");
        }
        return payload;
    }

    /**
     * Whether the apply of the object would change nothing. The answer is no for a live state from a watch, because that
     * state may be outdated. Only the status of a Job changes.
     */
    boolean isUnchanged(LiveState live) {
        return live.object() != null && (live.fresh() || object instanceof Job) && isNoOp(payload(live), live);
    }

    /**
     * Like {@link #isUnchanged}, but for a live state that may be outdated.
     *
     * @param payload the {@link #payload} for the live state
     */
    boolean isNoOp(ObjectNode payload, LiveState live) {
        return live.object() != null
                && !live.isBeingDeleted()
                && (!(object instanceof Job job) || ExistingJobs.stays(job, live, options.replace()))
                && NoOpDetector.isNoOp(
                        payload, serialization.convertValue(live.object(), JsonNode.class), live.reapplied());
    }

    /** The object of the definition as the answer to its creation, for an answer that the API server cannot give yet. */
    ApiResponse<? extends HasMetadata> describeCreated() {
        return new ApiResponse<>(
                serialization.convertValue(payload(LiveState.ABSENT), type.type()),
                HttpURLConnection.HTTP_CREATED,
                List.of());
    }

    /** The object with changed fields. */
    HasMetadata toObject(ObjectNode fields) {
        return serialization.convertValue(fields, type.type());
    }

    /** Whether this deploy wrote the object: its annotation names the revision of this deploy. */
    boolean isWrittenByThisDeploy(HasMetadata live) {
        String stamp = context.annotations().get().get(FieldManagers.REVISION_ANNOTATION);
        Map<String, String> annotations = live.getMetadata().getAnnotations();
        return stamp != null
                && annotations != null
                && FieldManagers.isAppliedByUs(live)
                && stamp.equals(annotations.get(FieldManagers.REVISION_ANNOTATION));
    }

    /** An apply without these annotations would remove them, so that no apply would change nothing. */
    private static void keepAnnotations(ObjectNode payload, HasMetadata live) {
        if (live == null || live.getMetadata().getAnnotations() == null || !FieldManagers.isAppliedByUs(live)) {
            return;
        }
        Map<String, String> annotations = live.getMetadata().getAnnotations();
        FieldManagers.ANNOTATIONS.stream()
                .filter(annotations::containsKey)
                .forEach(key -> annotations(payload).put(key, annotations.get(key)));
    }

    /**
     * Sets the annotations of this deploy in the body of an apply that changes something else too. Those of an earlier
     * deploy would be wrong, so they are removed even if this deploy has no owner or belongs to no build.
     */
    void annotate(ObjectNode payload) {
        if (payload.at("/metadata/annotations").isObject()) {
            FieldManagers.ANNOTATIONS.stream()
                    .filter(key -> !key.equals(FieldManagers.REVISION_ANNOTATION))
                    .forEach(annotations(payload)::remove);
        }
        context.annotations().get().forEach((key, value) -> annotations(payload).put(key, value));
    }

    private static ObjectNode annotations(ObjectNode payload) {
        return payload.withObjectProperty("metadata").withObjectProperty("annotations");
    }

    /**
     * @param resourceVersion the resourceVersion that the object must have; {@code null} for any
     * @param force whether to take over the fields of other managers even without {@code forceConflicts}
     */
    ApiResponse<? extends HasMetadata> apply(ObjectNode payload, String resourceVersion, boolean force) {
        Map<String, String> query = query();
        if (options.forceConflicts() || force) {
            query.put("force", "true");
        }
        if (resourceVersion != null) {
            ((ObjectNode) payload.get("metadata")).put("resourceVersion", resourceVersion);
        }
        // YAML is the content type of every apply; see ApplyPayload for the difference between JSON and YAML.
        ApiResponse<? extends HasMetadata> answer = send(new ApiRequest(
                "PATCH",
                type.path(namespace, object.getMetadata().getName()),
                query,
                "application/apply-patch+yaml",
                ApplyPayload.of(payload.toString())));
        return DroppedFields.note(answer, payload, serialization.convertValue(answer.object(), JsonNode.class));
    }

    /** @param patch a JSON patch of the managedFields */
    LiveState patchFieldManagers(String patch) {
        return LiveState.fromRead(send(new ApiRequest(
                        "PATCH",
                        type.path(namespace, object.getMetadata().getName()),
                        Map.of("fieldManager", FieldManagers.FIELD_MANAGER),
                        "application/json-patch+json",
                        patch))
                .object());
    }

    /**
     * Checks with a dry run whether the object could be created if the existing object were gone. The API server checks
     * the permission and validates the object first. It detects the existing name last.
     *
     * @throws RuntimeException the refusal
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go">Store.create</a>
     */
    void dryRunCreate() {
        Map<String, String> query = query();
        query.put("dryRun", "All");
        ApiRequest creation = new ApiRequest(
                "POST",
                type.path(namespace),
                query,
                "application/json",
                payload(LiveState.ABSENT).toString());
        try {
            send(creation);
        } catch (RuntimeException problem) {
            if (!ApiErrors.isCausedByExistingObject(problem)) {
                throw problem;
            }
        }
    }

    /**
     * @return whether this plugin may set the replicas again, see {@link AutoscalerTakeover#isReleased}; {@code false}
     *     if the autoscalers cannot be listed
     */
    boolean canTakeBackReplicas() {
        ApiRequest list =
                ApiRequest.get(ResourceType.of(HorizontalPodAutoscaler.class).path(namespace), Map.of());
        try {
            return AutoscalerTakeover.isReleased(
                    object,
                    connection
                            .apiClient()
                            .call(list, HorizontalPodAutoscalerList.class)
                            .object()
                            .getItems(),
                    context.ownership());
        } catch (RuntimeException problem) {
            return false;
        }
    }

    private Map<String, String> query() {
        Map<String, String> query =
                new HashMap<>(Map.of("fieldManager", FieldManagers.FIELD_MANAGER, "fieldValidation", "Strict"));
        if (options.dryRun()) {
            query.put("dryRun", "All");
        }
        return query;
    }

    private ApiResponse<? extends HasMetadata> send(ApiRequest request) {
        return connection.apiClient().withRetryCheck(requireWritable).call(request, type.type());
    }
}
