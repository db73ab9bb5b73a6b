package io.jenkins.plugins.deployworkload.client.watch;

/** The registration of a handler. After {@link #close} the handler is not called again. */
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
