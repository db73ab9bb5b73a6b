package io.jenkins.plugins.deployworkload.client.watch;

/** The registration of a handler. The handler is not called after {@link #close}. */
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
