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

/** Deletes objects, each only as the one that was looked at, and waits by watch until they are gone. */
public final class Deleter {

    /** What becomes of the objects that an object owns. */
    public enum PropagationPolicy {
        /** The garbage collector removes them after it. */
        Background,
        /** They stay, without an owner, until somebody with their labels in its selector adopts them. */
        Orphan
    }

    /** An object's status may change between looking and deleting, some times in a row. */
    private static final int MAX_ATTEMPTS = 12;

    private final Connection connection;
    private final String namespace;
    private final Set<DeletionWatcher<?>> watchers = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    public Deleter(Connection connection, String namespace) {
        this.connection = connection;
        this.namespace = namespace;
    }

    /** Asks for the deletion; that there is nothing any more, or another object of the name, is fine too. */
    public CompletableFuture<Void> delete(HasMetadata object, PropagationPolicy dependents) {
        return delete(object, dependents, null)
                // 409: the UID is another one's.
                .exceptionallyCompose(problem -> ApiErrors.hasCode(problem, 409)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(problem));
    }

    /**
     * As {@link #delete}, and only as it was looked at: its controller may just have written the status, or somebody else
     * something, and then it is looked at, and asked about, once more.
     *
     * @param stillToGo whether what is there by now is to go too; this fails with what that fails with
     */
    public CompletableFuture<Void> deleteIfUnchanged(
            HasMetadata object,
            PropagationPolicy dependents,
            Function<HasMetadata, CompletableFuture<Boolean>> stillToGo) {
        return deleteIfUnchanged(object, dependents, stillToGo, MAX_ATTEMPTS);
    }

    private CompletableFuture<Void> deleteIfUnchanged(
            HasMetadata object,
            PropagationPolicy dependents,
            Function<HasMetadata, CompletableFuture<Boolean>> stillToGo,
            int tries) {
        return delete(object, dependents, object.getMetadata().getResourceVersion())
                .exceptionallyCompose(problem -> ApiErrors.hasCode(problem, 409) && tries > 1
                        ? read(
                                        ResourceType.of(object.getClass()),
                                        object.getMetadata().getName())
                                .thenCompose(found -> retry(object, found, dependents, stillToGo, tries - 1))
                        : CompletableFuture.failedFuture(problem));
    }

    private CompletableFuture<Void> retry(
            HasMetadata object,
            HasMetadata found,
            PropagationPolicy dependents,
            Function<HasMetadata, CompletableFuture<Boolean>> stillToGo,
            int tries) {
        boolean same = found != null
                && found.getMetadata().getUid().equals(object.getMetadata().getUid());
        // A deletion whose answer was lost is a reason for the conflict too.
        if (!same || LiveState.isBeingDeleted(found)) {
            return CompletableFuture.completedFuture(null);
        }
        return stillToGo
                .apply(found)
                .thenCompose(yes -> yes
                        ? deleteIfUnchanged(found, dependents, stillToGo, tries)
                        : CompletableFuture.completedFuture(null));
    }

    /** What is there of the name; {@code null} for nothing. */
    public CompletableFuture<HasMetadata> read(ResourceType<? extends HasMetadata> type, String name) {
        return connection
                .apiClient()
                .send(ApiRequest.get(type.path(namespace, name), Map.of()), type.type())
                .<HasMetadata>thenApply(answer -> answer.object())
                .exceptionallyCompose(problem -> ApiErrors.hasCode(problem, 404)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(problem));
    }

    /** @param version that it still has to have; {@code null} for any */
    private CompletableFuture<Void> delete(HasMetadata object, PropagationPolicy dependents, String version) {
        ResourceType<? extends HasMetadata> type = ResourceType.of(object.getClass());
        String options = Json.MAPPER
                .createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "DeleteOptions")
                .put("propagationPolicy", dependents.name())
                .set("preconditions", preconditions(object.getMetadata().getUid(), version))
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

    private static ObjectNode preconditions(String uid, String version) {
        ObjectNode conditions = Json.MAPPER.createObjectNode().put("uid", uid);
        return version == null ? conditions : conditions.put("resourceVersion", version);
    }

    /**
     * As {@link #deleteIfUnchanged}, and waits until the object is gone. Nothing is deleted before that can be seen.
     *
     * @param asked run when the server has taken the deletion
     */
    public CompletableFuture<Void> deleteAndAwait(
            HasMetadata object,
            PropagationPolicy dependents,
            Function<HasMetadata, CompletableFuture<Boolean>> stillToGo,
            Runnable asked) {
        DeletionWatcher<?> departure = watch(object);
        return closeAfter(
                departure,
                departure
                        .synced()
                        .thenCompose(watched -> deleteIfUnchanged(
                                object,
                                dependents,
                                found -> stopped
                                        ? CompletableFuture.failedFuture(new CancellationException())
                                        : stillToGo.apply(found)))
                        .thenRun(asked)
                        .thenCompose(taken -> departure.deleted()));
    }

    /** Waits until the object is gone, whose deletion somebody has asked for: finalizers may hold it for as long as they like. */
    CompletableFuture<Void> awaitDeletion(HasMetadata object) {
        DeletionWatcher<?> departure = watch(object);
        return closeAfter(departure, departure.deleted());
    }

    /** Nobody waits any longer, or will. */
    public void stop() {
        stopped = true;
        watchers.forEach(DeletionWatcher::cancel);
    }

    private DeletionWatcher<?> watch(HasMetadata object) {
        DeletionWatcher<?> departure = DeletionWatcher.of(object, connection, namespace);
        watchers.add(departure);
        if (stopped) {
            departure.cancel();
        }
        return departure;
    }

    private CompletableFuture<Void> closeAfter(DeletionWatcher<?> departure, CompletableFuture<Void> end) {
        return end.whenComplete((nothing, problem) -> {
            watchers.remove(departure);
            departure.close();
        });
    }
}
