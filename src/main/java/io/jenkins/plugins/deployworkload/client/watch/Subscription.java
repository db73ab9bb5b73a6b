package io.jenkins.plugins.deployworkload.client.watch;

/** Ends by {@link #close}, after which the subscriber is not called again. */
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
