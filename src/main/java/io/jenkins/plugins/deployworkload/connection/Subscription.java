package io.jenkins.plugins.deployworkload.connection;

/** Ends by {@link #close}, after which the subscriber is not called again. */
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
