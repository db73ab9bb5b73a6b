package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import io.jenkins.plugins.deployworkload.connection.Subscription;
import io.jenkins.plugins.deployworkload.connection.WatchFailed;
import io.jenkins.plugins.deployworkload.connection.WatchSubscriber;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sees by watch that one object is gone, be it that another of its name has come. */
final class Departure<T extends HasMetadata> implements WatchSubscriber<T>, AutoCloseable {

    private final String uid;
    private final CompletableFuture<Void> watched = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final Subscription subscription;

    private Departure(HasMetadata object, ResourceType<T> type, Connection connection, String namespace) {
        uid = object.getMetadata().getUid();
        subscription = connection.subscribe(
                type, namespace, "metadata.name=" + object.getMetadata().getName(), this);
    }

    static Departure<?> of(HasMetadata object, Connection connection, String namespace) {
        return new Departure<>(object, ResourceType.of(object.getClass()), connection, namespace);
    }

    /** Completes when it will be seen; fails with {@link WatchFailed} where it cannot be. */
    CompletableFuture<Void> watched() {
        return watched;
    }

    /**
     * Completes when it is gone; fails with {@link WatchFailed} where {@link #watched} does. What was seen once and may not be
     * watched is listed again and again.
     */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** Nobody waits for it any longer. */
    void cancel() {
        watched.cancel(false);
        gone.cancel(false);
    }

    @Override
    public void present(List<T> objects) {
        if (objects.stream().noneMatch(this::isIt)) {
            gone.complete(null);
        }
        watched.complete(null);
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
        if (!Sight.passes(failure)) {
            WatchFailed unseen = new WatchFailed(failure);
            // Not later: by then it may be deleted.
            if (watched.completeExceptionally(unseen)) {
                gone.completeExceptionally(unseen);
            }
        }
    }

    private boolean isIt(T other) {
        return uid.equals(other.getMetadata().getUid());
    }

    @Override
    public void close() {
        subscription.close();
    }
}
