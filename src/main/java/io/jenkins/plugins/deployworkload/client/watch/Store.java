package io.jenkins.plugins.deployworkload.client.watch;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import java.util.List;

/** Receives the objects of a {@link Reflector}; calls never overlap. */
interface Store<T> {

    /** All existing objects; replaces everything received before. */
    void replace(List<T> objects);

    /** Only later changes follow; existing objects are unknown. */
    void skipInitialEvents();

    void upsert(T object);

    void delete(T object);

    /** The watch failed; a retry follows. */
    void watchFailed(ConnectionFailure failure);
}
