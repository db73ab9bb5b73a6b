package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import io.jenkins.plugins.deployworkload.connection.Subscription;
import io.jenkins.plugins.deployworkload.connection.WatchSubscriber;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Deletes objects, each only as the one that was looked at, and waits by watch until they are gone. */
final class Removal {

    /** What becomes of the objects that an object owns. */
    enum Dependents {
        /** The garbage collector removes them after it. */
        Background,
        /** They stay, without an owner, until somebody with their labels in its selector adopts them. */
        Orphan
    }

    private final Connection connection;
    private final String namespace;
    private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    Removal(Connection connection, String namespace) {
        this.connection = connection;
        this.namespace = namespace;
    }

    /** Asks for the deletion; that there is nothing any more, or another object of the name, is fine too. */
    CompletableFuture<Void> delete(HasMetadata object, Dependents dependents) {
        return delete(object, dependents, null)
                // 409: the UID is another one's.
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 409)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(problem));
    }

    /** As {@link #delete}, and only as it was looked at: fails with 409 where somebody has written since. */
    CompletableFuture<Void> deleteAsRead(HasMetadata object) {
        return delete(object, Dependents.Background, object.getMetadata().getResourceVersion());
    }

    /** @param version that it still has to have; {@code null} for any */
    private CompletableFuture<Void> delete(HasMetadata object, Dependents dependents, String version) {
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
                .requests()
                .send(request, JsonNode.class)
                .<Void>thenApply(answer -> null)
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 404)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(problem));
    }

    private static ObjectNode preconditions(String uid, String version) {
        ObjectNode conditions = Json.MAPPER.createObjectNode().put("uid", uid);
        return version == null ? conditions : conditions.put("resourceVersion", version);
    }

    /**
     * As {@link #delete}, and waits until the object is gone.
     *
     * @param asked run when the server has taken the deletion
     */
    CompletableFuture<Void> deleteAndAwait(HasMetadata object, Dependents dependents, Runnable asked) {
        return delete(object, dependents).thenRun(asked).thenCompose(taken -> gone(object));
    }

    /** Waits until the object is gone: finalizers may hold it for as long as they like. */
    CompletableFuture<Void> gone(HasMetadata object) {
        return gone(object, ResourceType.of(object.getClass()));
    }

    /** Nobody waits any longer, or will. */
    void stop() {
        stopped = true;
        waiting.forEach(future -> future.cancel(false));
    }

    private <T extends HasMetadata> CompletableFuture<Void> gone(HasMetadata object, ResourceType<T> type) {
        String uid = object.getMetadata().getUid();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        waiting.add(gone);
        if (stopped) {
            gone.cancel(false);
        }
        Subscription subscription = connection.subscribe(
                type, namespace, "metadata.name=" + object.getMetadata().getName(), new WatchSubscriber<T>() {
                    @Override
                    public void present(List<T> objects) {
                        if (objects.stream().noneMatch(this::isIt)) {
                            gone.complete(null);
                        }
                    }

                    @Override
                    public void changed(T other) {
                        if (!isIt(other)) {
                            gone.complete(null);
                        }
                    }

                    @Override
                    public void removed(T other) {
                        if (isIt(other)) {
                            gone.complete(null);
                        }
                    }

                    @Override
                    public void failed(ConnectionFailure failure) {
                        if (failure.kind() != ConnectionFailure.Kind.UNREACHABLE
                                && failure.kind() != ConnectionFailure.Kind.ERROR) {
                            gone.completeExceptionally(new IllegalStateException(failure.message()));
                        }
                    }

                    private boolean isIt(T other) {
                        return uid.equals(other.getMetadata().getUid());
                    }
                });
        return gone.whenComplete((nothing, problem) -> {
            waiting.remove(gone);
            subscription.close();
        });
    }
}
