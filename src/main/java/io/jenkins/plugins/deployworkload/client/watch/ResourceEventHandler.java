package io.jenkins.plugins.deployworkload.client.watch;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import java.util.List;

/**
 * Receives the objects of a watch. Each handler has its own virtual thread, so calls of one handler never overlap and a
 * slow handler does not delay other handlers.
 */
public interface ResourceEventHandler<T> {

    /**
     * Whether the handler receives the object. The watch calls this method for each object on different threads, so the
     * method must be fast and thread-safe.
     */
    default boolean accepts(T object) {
        return true;
    }

    /**
     * Receives all existing objects. The watch calls this method first, or {@link #onError} if the watch fails. With
     * {@link InitialEvents#NONE}, the watch may call this method again with further existing objects.
     */
    void onList(List<T> objects);

    /** An object was created or changed. */
    void onUpsert(T object);

    /** An object was deleted, or no longer has the label. {@code object} is its last known state. */
    void onDelete(T object);

    /** The watch failed. The watch is retried while it has subscriptions, at least every 45 s. */
    void onError(ConnectionFailure failure);
}
