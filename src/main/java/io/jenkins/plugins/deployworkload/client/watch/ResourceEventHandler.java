package io.jenkins.plugins.deployworkload.client.watch;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import java.util.List;

/**
 * Receives the objects of a watch. Calls come one after the other, on a virtual thread for each handler: a slow handler does
 * not delay others.
 */
public interface ResourceEventHandler<T> {

    /**
     * Filters the objects that the handler receives. The watch calls it for each object, on any thread: it must be fast and
     * thread-safe.
     */
    default boolean accepts(T object) {
        return true;
    }

    /**
     * Receives all existing objects. This is the first call, unless the watch fails first. With {@link
     * InitialEvents#NONE}, another call may follow with further existing objects.
     */
    void onList(List<T> objects);

    /** An object was created or changed. */
    void onUpsert(T object);

    /** An object was deleted or lost the label; {@code object} is its last known state. */
    void onDelete(T object);

    /** The watch failed. It is retried while there are subscriptions, with at most 45 s between two attempts. */
    void onError(ConnectionFailure failure);
}
