package io.jenkins.plugins.deployworkload.client.watch;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import java.util.List;

/** Receives the objects of a {@link Reflector}; calls never overlap. */
interface Store<T> {

    /** Receives all existing objects, which replace all objects received before. */
    void replace(List<T> objects);

    /** Starts without the existing objects; only later changes follow. */
    void skipInitialEvents();

    void upsert(T object);

    void delete(T object);

    /** The watch failed; a retry follows. */
    void watchFailed(ConnectionFailure failure);
}
