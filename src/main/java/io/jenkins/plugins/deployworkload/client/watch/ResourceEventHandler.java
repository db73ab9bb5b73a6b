package io.jenkins.plugins.deployworkload.client.watch;

import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import java.util.List;

/**
 * Somebody who wants to know about some objects. Called one after the other on a virtual thread of its own: whoever takes
 * long delays nobody else.
 */
public interface ResourceEventHandler<T> {

    /**
     * Whether it wants to know about an object: of what does not concern it, it is told nothing. Asked by the watch itself,
     * for each of its objects: quickly, and by any thread.
     */
    default boolean accepts(T object) {
        return true;
    }

    /**
     * What there is now: the first call, once, unless {@link #onError} comes before. Who has asked for what comes {@link
     * Connection#subscribeFromNow from now on} may be told later of more that there was.
     */
    void onList(List<T> objects);

    /** An object came, or has changed. */
    void onUpsert(T object);

    /** An object was deleted, or no longer carries the label; with the last that was known of it. */
    void onDelete(T object);

    /** The objects cannot be seen at the moment. It is tried again while somebody subscribes, at the latest after 45 s. */
    void onError(ConnectionFailure failure);
}
