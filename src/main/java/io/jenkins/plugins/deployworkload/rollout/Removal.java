package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Deletes objects, each only as the one that was looked at, and waits by watch until they are gone. */
final class Removal {

    /** What becomes of the objects that an object owns. */
    enum Dependents {
        /** The garbage collector removes them after it. */
        Background,
        /** They stay, without an owner, until somebody with their labels in its selector adopts them. */
        Orphan
    }

    /** An object's status may change between looking and deleting, some times in a row. */
    private static final int TRIES = 12;

    private final Connection connection;
    private final String namespace;
    private final Set<Departure<?>> waiting = ConcurrentHashMap.newKeySet();
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

    /**
     * As {@link #delete}, and only as it was looked at: its controller may just have written the status, or somebody else
     * something, and then it is looked at, and asked about, once more.
     *
     * @param stillToGo whether what is there by now is to go too; this fails with what that fails with
     */
    CompletableFuture<Void> deleteAsRead(
            HasMetadata object, Dependents dependents, Function<HasMetadata, CompletableFuture<Boolean>> stillToGo) {
        return deleteAsRead(object, dependents, stillToGo, TRIES);
    }

    private CompletableFuture<Void> deleteAsRead(
            HasMetadata object,
            Dependents dependents,
            Function<HasMetadata, CompletableFuture<Boolean>> stillToGo,
            int tries) {
        return delete(object, dependents, object.getMetadata().getResourceVersion())
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 409) && tries > 1
                        ? read(
                                        ResourceType.of(object.getClass()),
                                        object.getMetadata().getName())
                                .thenCompose(found -> again(object, found, dependents, stillToGo, tries - 1))
                        : CompletableFuture.failedFuture(problem));
    }

    private CompletableFuture<Void> again(
            HasMetadata object,
            HasMetadata found,
            Dependents dependents,
            Function<HasMetadata, CompletableFuture<Boolean>> stillToGo,
            int tries) {
        boolean same = found != null
                && found.getMetadata().getUid().equals(object.getMetadata().getUid());
        // A deletion whose answer was lost is a reason for the conflict too.
        if (!same || Before.isBeingDeleted(found)) {
            return CompletableFuture.completedFuture(null);
        }
        return stillToGo
                .apply(found)
                .thenCompose(yes -> yes
                        ? deleteAsRead(found, dependents, stillToGo, tries)
                        : CompletableFuture.completedFuture(null));
    }

    /** What is there of the name; {@code null} for nothing. */
    CompletableFuture<HasMetadata> read(ResourceType<? extends HasMetadata> type, String name) {
        return connection
                .requests()
                .send(ApiRequest.get(type.path(namespace, name), Map.of()), type.type())
                .<HasMetadata>thenApply(answer -> answer.object())
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 404)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(problem));
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
     * As {@link #deleteAsRead}, and waits until the object is gone. Nothing is deleted before that can be seen.
     *
     * @param asked run when the server has taken the deletion
     */
    CompletableFuture<Void> deleteAndAwait(
            HasMetadata object,
            Dependents dependents,
            Function<HasMetadata, CompletableFuture<Boolean>> stillToGo,
            Runnable asked) {
        Departure<?> departure = await(object);
        return until(
                departure,
                departure
                        .watched()
                        .thenCompose(watched -> deleteAsRead(
                                object,
                                dependents,
                                found -> stopped
                                        ? CompletableFuture.failedFuture(new CancellationException())
                                        : stillToGo.apply(found)))
                        .thenRun(asked)
                        .thenCompose(taken -> departure.gone()));
    }

    /** Waits until the object is gone, whose deletion somebody has asked for: finalizers may hold it for as long as they like. */
    CompletableFuture<Void> gone(HasMetadata object) {
        Departure<?> departure = await(object);
        return until(departure, departure.gone());
    }

    /** Nobody waits any longer, or will. */
    void stop() {
        stopped = true;
        waiting.forEach(Departure::cancel);
    }

    private Departure<?> await(HasMetadata object) {
        Departure<?> departure = Departure.of(object, connection, namespace);
        waiting.add(departure);
        if (stopped) {
            departure.cancel();
        }
        return departure;
    }

    private CompletableFuture<Void> until(Departure<?> departure, CompletableFuture<Void> end) {
        return end.whenComplete((nothing, problem) -> {
            waiting.remove(departure);
            departure.close();
        });
    }
}
