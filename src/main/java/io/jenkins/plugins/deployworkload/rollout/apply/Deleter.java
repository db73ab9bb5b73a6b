package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.discovery.ResourceTypes;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Deletes objects by their UID, and waits by watch until they are gone. */
public final class Deleter {

    /** How the API server treats the dependents of a deleted object. */
    public enum PropagationPolicy {
        /** The garbage collector deletes the dependents afterwards. */
        Background,
        /** The garbage collector deletes the object after its dependents. */
        Foreground,
        /** The dependents stay without an owner. A controller whose selector matches their labels may adopt them. */
        Orphan
    }

    /**
     * A deletion fails if the status of the object has changed since the read. This can happen several times in a row.
     */
    private static final int MAX_ATTEMPTS = 12;

    private final Connection connection;
    private final String home;
    private final ResourceTypes types;
    private final Set<DeletionWatcher<?>> watchers = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * @param home the home namespace of the application
     * @param types the resource types of all objects that are deleted
     */
    public Deleter(Connection connection, String home, ResourceTypes types) {
        this.connection = connection;
        this.home = home;
        this.types = types;
    }

    /**
     * Deletes the object. Also succeeds if the object is absent, or if a new object has the same name.
     *
     * @param requireWritable throws an exception if the object may not be deleted any more; runs before each further
     *     attempt
     */
    public void delete(HasMetadata object, PropagationPolicy policy, Runnable requireWritable) {
        try {
            delete(object, policy, null, requireWritable);
        } catch (RuntimeException problem) {
            // A 409 means that the object of this name has another UID.
            if (!ApiErrors.hasCode(problem, 409)) {
                throw problem;
            }
        }
    }

    /**
     * Like {@link #delete}, but deletes the object only in the version that was read. If a controller or another client
     * has changed the object since then, reads the object again and calls {@code shouldDelete}.
     *
     * @param shouldDelete decides whether to delete the changed object; may throw to end the deletion
     * @param requireWritable throws an exception if the object may not be deleted any more; runs before each further
     *     attempt
     * @return whether finalizers, dependents or a grace period may delay the deletion
     */
    public boolean deleteIfUnchanged(
            HasMetadata object,
            PropagationPolicy policy,
            Predicate<HasMetadata> shouldDelete,
            Runnable requireWritable) {
        HasMetadata target = object;
        for (int attempt = 1; ; attempt++) {
            try {
                return delete(target, policy, target.getMetadata().getResourceVersion(), requireWritable);
            } catch (RuntimeException problem) {
                if (!ApiErrors.hasCode(problem, 409) || attempt == MAX_ATTEMPTS) {
                    throw problem;
                }
            }
            HasMetadata found = read(types.of(object), ref(object));
            // The object may already be deleted: by this client, if the answer to its request was lost.
            if (!isSameObject(object, found) || LiveState.isBeingDeleted(found) || !shouldDelete.test(found)) {
                return isSameObject(object, found) && LiveState.isBeingDeleted(found);
            }
            requireWritable.run();
            target = found;
        }
    }

    private static boolean isSameObject(HasMetadata object, HasMetadata found) {
        return found != null
                && found.getMetadata().getUid().equals(object.getMetadata().getUid());
    }

    /** Reads an object; returns {@code null} if it is absent. */
    public HasMetadata read(ResourceType<? extends HasMetadata> type, ObjectRef ref) {
        try {
            return connection
                    .apiClient()
                    .call(ApiRequest.get(type.path(ref.namespace(), ref.name()), Map.of()), type.type())
                    .object();
        } catch (RuntimeException problem) {
            if (ApiErrors.hasCode(problem, 404)) {
                return null;
            }
            throw problem;
        }
    }

    /**
     * @param resourceVersion the resourceVersion that the object must have; {@code null} for any
     * @return whether the object still exists and is being deleted
     */
    private boolean delete(
            HasMetadata object, PropagationPolicy policy, String resourceVersion, Runnable requireWritable) {
        ResourceType<? extends HasMetadata> type = types.of(object);
        String options = Json.MAPPER
                .createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "DeleteOptions")
                .put("propagationPolicy", policy.name())
                .set("preconditions", preconditions(object.getMetadata().getUid(), resourceVersion))
                .toString();
        ApiRequest request = new ApiRequest(
                "DELETE",
                type.path(ref(object).namespace(), ref(object).name()),
                Map.of(),
                "application/json",
                options);
        try {
            JsonNode answer = connection
                    .apiClient()
                    .withRetryCheck(requireWritable)
                    .call(request, JsonNode.class)
                    .object();
            return answer != null && answer.path("metadata").hasNonNull("deletionTimestamp");
        } catch (RuntimeException problem) {
            if (!ApiErrors.hasCode(problem, 404)) {
                throw problem;
            }
            return false;
        }
    }

    private static ObjectNode preconditions(String uid, String resourceVersion) {
        ObjectNode preconditions = Json.MAPPER.createObjectNode().put("uid", uid);
        return resourceVersion == null ? preconditions : preconditions.put("resourceVersion", resourceVersion);
    }

    /**
     * Deletes the object, even if it has changed, and waits until it is gone. The watch is open before the deletion is
     * sent.
     *
     * @param onAccepted runs when the API server has accepted the deletion
     * @throws CancellationException after {@link #stop}
     */
    public void deleteAndAwait(
            HasMetadata object, PropagationPolicy policy, Runnable requireWritable, Runnable onAccepted) {
        try (DeletionWatcher<?> watcher = watch(object)) {
            watcher.awaitSync();
            deleteIfUnchanged(
                    object,
                    policy,
                    found -> {
                        if (stopped) {
                            throw new CancellationException();
                        }
                        return true;
                    },
                    requireWritable);
            onAccepted.run();
            watcher.awaitDeletion();
        }
    }

    /**
     * Like {@link #deleteIfUnchanged}, and then waits as {@link #deleteAndAwait} does, for many objects of one
     * application: watches only the objects that are not gone at once, and all objects of one kind share a watch.
     */
    public void deleteAndAwaitShared(
            HasMetadata object,
            PropagationPolicy policy,
            Predicate<HasMetadata> shouldDelete,
            Runnable requireWritable,
            Runnable onAccepted) {
        boolean isPending = deleteIfUnchanged(object, policy, shouldDelete, requireWritable);
        onAccepted.run();
        if (isPending) {
            try (DeletionWatcher<?> watcher = register(DeletionWatcher.ofApplication(
                    object, types.of(object), connection, ref(object).namespace(), watchers::remove))) {
                watcher.awaitDeletion();
            }
        }
    }

    /** Waits until an object that is already being deleted is gone. Finalizers may delay the deletion without limit. */
    void awaitDeletion(HasMetadata object) {
        try (DeletionWatcher<?> watcher = watch(object)) {
            watcher.awaitDeletion();
        }
    }

    /** Cancels all current waits. Later waits are cancelled as soon as they start. */
    public void stop() {
        stopped = true;
        watchers.forEach(DeletionWatcher::cancel);
    }

    private ObjectRef ref(HasMetadata object) {
        return ObjectRef.of(object, home);
    }

    private DeletionWatcher<?> watch(HasMetadata object) {
        return register(DeletionWatcher.of(
                object, types.of(object), connection, ref(object).namespace(), watchers::remove));
    }

    private DeletionWatcher<?> register(DeletionWatcher<?> watcher) {
        watchers.add(watcher);
        if (stopped) {
            watcher.cancel();
        }
        return watcher;
    }
}
