package io.jenkins.plugins.deployworkload.client.watch;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import java.util.List;

/** Receives the objects of a {@link Reflector}; calls never overlap. */
interface Store<T> {

    /** Receives all existing objects, and replaces the content of the store by them. */
    void replace(List<T> objects);

    /** Starts the store without the existing objects, so that it receives only later changes. */
    void skipInitialEvents();

    void upsert(T object);

    void delete(T object);

    /** The watch failed; a retry follows. */
    void watchFailed(ConnectionFailure failure);
}
