package io.jenkins.plugins.deployworkload.rollout.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.http.WatchException;
import io.jenkins.plugins.deployworkload.client.watch.ResourceEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.Subscription;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchPermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Watches one object until it is gone, or until another object has its name. */
final class DeletionWatcher<T extends HasMetadata> implements ResourceEventHandler<T>, AutoCloseable {

    private final String uid;
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private final CompletableFuture<Void> deleted = new CompletableFuture<>();
    private final Subscription subscription;
    private final Consumer<DeletionWatcher<?>> onClose;

    private DeletionWatcher(
            HasMetadata object,
            ResourceType<T> type,
            Connection connection,
            String namespace,
            Consumer<DeletionWatcher<?>> onClose) {
        this.onClose = onClose;
        uid = object.getMetadata().getUid();
        subscription = connection.subscribe(
                type, namespace, "metadata.name=" + object.getMetadata().getName(), this);
    }

    /**
     * @param type the resource type of the object
     * @param onClose receives the watcher when it is closed
     */
    static DeletionWatcher<?> of(
            HasMetadata object,
            ResourceType<? extends HasMetadata> type,
            Connection connection,
            String namespace,
            Consumer<DeletionWatcher<?>> onClose) {
        return new DeletionWatcher<>(object, type, connection, namespace, onClose);
    }

    /**
     * Waits until the watch has listed the object.
     *
     * @throws WatchException if the object cannot be watched
     * @throws java.util.concurrent.CancellationException after {@link #cancel}
     */
    void awaitSync() {
        VirtualThreads.join(synced);
    }

    /**
     * Waits until the object is gone. For an account that may list but not watch, the object is listed repeatedly
     * instead.
     *
     * @throws WatchException if the object cannot be watched
     * @throws java.util.concurrent.CancellationException after {@link #cancel}
     */
    void awaitDeletion() {
        VirtualThreads.join(deleted);
    }

    /** Ends all waits. */
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
    public void onUpsert(T object) {
        if (!isSameObject(object)) {
            deleted.complete(null);
        }
    }

    @Override
    public void onDelete(T object) {
        if (isSameObject(object)) {
            deleted.complete(null);
        }
    }

    @Override
    public void onError(ConnectionFailure failure) {
        if (!WatchPermissions.isTemporary(failure)) {
            WatchException error = new WatchException(failure);
            // A failure after the initial list is ignored. The deletion may already be in progress, and the watch is
            // retried.
            if (synced.completeExceptionally(error)) {
                deleted.completeExceptionally(error);
            }
        }
    }

    private boolean isSameObject(T other) {
        return uid.equals(other.getMetadata().getUid());
    }

    @Override
    public void close() {
        onClose.accept(this);
        subscription.close();
    }
}
