package io.jenkins.plugins.deployworkload.rollout.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.http.WatchException;
import io.jenkins.plugins.deployworkload.client.watch.ResourceEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.Subscription;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchPermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sees by watch that one object is gone, be it that another of its name has come. */
final class DeletionWatcher<T extends HasMetadata> implements ResourceEventHandler<T>, AutoCloseable {

    private final String uid;
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private final CompletableFuture<Void> deleted = new CompletableFuture<>();
    private final Subscription subscription;

    private DeletionWatcher(HasMetadata object, ResourceType<T> type, Connection connection, String namespace) {
        uid = object.getMetadata().getUid();
        subscription = connection.subscribe(
                type, namespace, "metadata.name=" + object.getMetadata().getName(), this);
    }

    static DeletionWatcher<?> of(HasMetadata object, Connection connection, String namespace) {
        return new DeletionWatcher<>(object, ResourceType.of(object.getClass()), connection, namespace);
    }

    /** Completes when it will be seen; fails with {@link WatchException} where it cannot be. */
    CompletableFuture<Void> synced() {
        return synced;
    }

    /**
     * Completes when it is gone; fails with {@link WatchException} where {@link #synced} does. What was seen once and may not be
     * watched is listed again and again.
     */
    CompletableFuture<Void> deleted() {
        return deleted;
    }

    /** Nobody waits for it any longer. */
    void cancel() {
        synced.cancel(false);
        deleted.cancel(false);
    }

    @Override
    public void onList(List<T> objects) {
        if (objects.stream().noneMatch(this::isSameObject)) {
            deleted.complete(null);
        }
        synced.complete(null);
    }

    @Override
    public void onUpsert(T other) {
        if (!isSameObject(other)) {
            deleted.complete(null);
        }
    }

    @Override
    public void onDelete(T other) {
        if (isSameObject(other)) {
            deleted.complete(null);
        }
    }

    @Override
    public void onError(ConnectionFailure failure) {
        if (!WatchPermissions.isTemporary(failure)) {
            WatchException unseen = new WatchException(failure);
            // Not later: by then it may be deleted.
            if (synced.completeExceptionally(unseen)) {
                deleted.completeExceptionally(unseen);
            }
        }
    }

    private boolean isSameObject(T other) {
        return uid.equals(other.getMetadata().getUid());
    }

    @Override
    public void close() {
        subscription.close();
    }
}
