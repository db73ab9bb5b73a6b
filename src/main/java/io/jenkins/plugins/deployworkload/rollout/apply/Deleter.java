package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Deletes objects by their UID, and waits by watch until they are gone. */
public final class Deleter {

    /** How the API server treats the dependents of a deleted object. */
    public enum PropagationPolicy {
        /** The garbage collector deletes the dependents afterwards. */
        Background,
        /** The dependents stay without an owner. A controller whose selector matches their labels may adopt them. */
        Orphan
    }

    /**
     * A deletion fails if the status of the object has changed since the read. This can happen several times in a row.
     */
    private static final int MAX_ATTEMPTS = 12;

    private final Connection connection;
    private final String namespace;
    private final Set<DeletionWatcher<?>> watchers = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    public Deleter(Connection connection, String namespace) {
        this.connection = connection;
        this.namespace = namespace;
    }

    /** Deletes the object. Also succeeds if the object is absent, or if a new object has the same name. */
    public CompletableFuture<Void> delete(HasMetadata object, PropagationPolicy policy) {
        return delete(object, policy, null)
                // A 409 means that the object of this name has another UID.
                .exceptionallyCompose(problem -> ApiErrors.hasCode(problem, 409)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(problem));
    }

    /**
     * Like {@link #delete}, but deletes the object only in the version that was read. If a controller or another client
     * has changed the object since then, reads the object again and calls {@code shouldDelete}.
     *
     * @param shouldDelete decides whether to delete the changed object; if it fails, the result fails with the same
     *     error
     */
    public CompletableFuture<Void> deleteIfUnchanged(
            HasMetadata object,
            PropagationPolicy policy,
            Function<HasMetadata, CompletableFuture<Boolean>> shouldDelete) {
        return deleteIfUnchanged(object, policy, shouldDelete, MAX_ATTEMPTS);
    }

    private CompletableFuture<Void> deleteIfUnchanged(
            HasMetadata object,
            PropagationPolicy policy,
            Function<HasMetadata, CompletableFuture<Boolean>> shouldDelete,
            int attemptsLeft) {
        return delete(object, policy, object.getMetadata().getResourceVersion())
                .exceptionallyCompose(problem -> ApiErrors.hasCode(problem, 409) && attemptsLeft > 1
                        ? read(
                                        ResourceType.of(object.getClass()),
                                        object.getMetadata().getName())
                                .thenCompose(found -> retry(object, found, policy, shouldDelete, attemptsLeft - 1))
                        : CompletableFuture.failedFuture(problem));
    }

    private CompletableFuture<Void> retry(
            HasMetadata object,
            HasMetadata found,
            PropagationPolicy policy,
            Function<HasMetadata, CompletableFuture<Boolean>> shouldDelete,
            int attemptsLeft) {
        boolean isSameObject = found != null
                && found.getMetadata().getUid().equals(object.getMetadata().getUid());
        // The object may already be deleted: by this client, if the answer to its request was lost.
        if (!isSameObject || LiveState.isBeingDeleted(found)) {
            return CompletableFuture.completedFuture(null);
        }
        return shouldDelete
                .apply(found)
                .thenCompose(delete -> delete
                        ? deleteIfUnchanged(found, policy, shouldDelete, attemptsLeft)
                        : CompletableFuture.completedFuture(null));
    }

    /** Reads an object; completes with {@code null} if it is absent. */
    public CompletableFuture<HasMetadata> read(ResourceType<? extends HasMetadata> type, String name) {
        return connection
                .apiClient()
                .send(ApiRequest.get(type.path(namespace, name), Map.of()), type.type())
                .<HasMetadata>thenApply(answer -> answer.object())
                .exceptionallyCompose(problem -> ApiErrors.hasCode(problem, 404)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(problem));
    }

    /** @param resourceVersion the resourceVersion that the object must have; {@code null} for any */
    private CompletableFuture<Void> delete(HasMetadata object, PropagationPolicy policy, String resourceVersion) {
        ResourceType<? extends HasMetadata> type = ResourceType.of(object.getClass());
        String options = Json.MAPPER
                .createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "DeleteOptions")
                .put("propagationPolicy", policy.name())
                .set("preconditions", preconditions(object.getMetadata().getUid(), resourceVersion))
                .toString();
        ApiRequest request = new ApiRequest(
                "DELETE", type.path(namespace, object.getMetadata().getName()), Map.of(), "application/json", options);
        return connection
                .apiClient()
                .send(request, JsonNode.class)
                .<Void>thenApply(answer -> null)
                .exceptionallyCompose(problem -> ApiErrors.hasCode(problem, 404)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(problem));
    }

    private static ObjectNode preconditions(String uid, String resourceVersion) {
        ObjectNode preconditions = Json.MAPPER.createObjectNode().put("uid", uid);
        return resourceVersion == null ? preconditions : preconditions.put("resourceVersion", resourceVersion);
    }

    /**
     * Like {@link #deleteIfUnchanged}, and then waits until the object is gone. The watch is open before the deletion
     * is sent.
     *
     * @param onAccepted runs when the API server has accepted the deletion
     */
    public CompletableFuture<Void> deleteAndAwait(
            HasMetadata object,
            PropagationPolicy policy,
            Function<HasMetadata, CompletableFuture<Boolean>> shouldDelete,
            Runnable onAccepted) {
        DeletionWatcher<?> watcher = watch(object);
        return closeAfter(
                watcher,
                watcher.synced()
                        .thenCompose(done -> deleteIfUnchanged(
                                object,
                                policy,
                                found -> stopped
                                        ? CompletableFuture.failedFuture(new CancellationException())
                                        : shouldDelete.apply(found)))
                        .thenRun(onAccepted)
                        .thenCompose(done -> watcher.deleted()));
    }

    /** Waits until an object that is already being deleted is gone. Finalizers may delay the deletion without limit. */
    CompletableFuture<Void> awaitDeletion(HasMetadata object) {
        DeletionWatcher<?> watcher = watch(object);
        return closeAfter(watcher, watcher.deleted());
    }

    /** Cancels all current waits. Later waits are cancelled as soon as they start. */
    public void stop() {
        stopped = true;
        watchers.forEach(DeletionWatcher::cancel);
    }

    private DeletionWatcher<?> watch(HasMetadata object) {
        DeletionWatcher<?> watcher = DeletionWatcher.of(object, connection, namespace);
        watchers.add(watcher);
        if (stopped) {
            watcher.cancel();
        }
        return watcher;
    }

    private CompletableFuture<Void> closeAfter(DeletionWatcher<?> watcher, CompletableFuture<Void> end) {
        return end.whenComplete((nothing, problem) -> {
            watchers.remove(watcher);
            watcher.close();
        });
    }
}
