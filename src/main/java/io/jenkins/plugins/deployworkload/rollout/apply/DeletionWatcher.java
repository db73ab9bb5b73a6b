package io.jenkins.plugins.deployworkload.rollout.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.http.WatchException;
import io.jenkins.plugins.deployworkload.client.watch.ResourceEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.Subscription;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchPermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Watches one object until it is gone, or until another object has its name. */
final class DeletionWatcher<T extends HasMetadata> implements ResourceEventHandler<T>, AutoCloseable {

    private final String uid;
    private final String name;
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private final CompletableFuture<Void> deleted = new CompletableFuture<>();
    private final Subscription subscription;
    private final Consumer<DeletionWatcher<?>> onClose;

    private DeletionWatcher(
            HasMetadata object,
            Function<DeletionWatcher<T>, Subscription> subscribe,
            Consumer<DeletionWatcher<?>> onClose) {
        this.onClose = onClose;
        uid = object.getMetadata().getUid();
        name = object.getMetadata().getName();
        subscription = subscribe.apply(this);
    }

    /**
     * @param type the resource type of the object
     * @param onClose receives the watcher when it is closed
     */
    static <T extends HasMetadata> DeletionWatcher<T> of(
            HasMetadata object,
            ResourceType<T> type,
            Connection connection,
            String namespace,
            Consumer<DeletionWatcher<?>> onClose) {
        String field = "metadata.name=" + object.getMetadata().getName();
        return new DeletionWatcher<>(object, watcher -> connection.subscribe(type, namespace, field, watcher), onClose);
    }

    /** Like {@link #of}, with a watch that all objects of the application share. */
    static <T extends HasMetadata> DeletionWatcher<T> ofApplication(
            HasMetadata object,
            ResourceType<T> type,
            Connection connection,
            String namespace,
            Consumer<DeletionWatcher<?>> onClose) {
        String application = object.getMetadata().getLabels().get(Ownership.LABEL);
        return new DeletionWatcher<>(
                object,
                watcher -> connection.subscribe(type, namespace, Ownership.LABEL, application, watcher),
                onClose);
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
        if (!isSameObject(object) && name.equals(object.getMetadata().getName())) {
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
