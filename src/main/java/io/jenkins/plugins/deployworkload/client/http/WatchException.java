package io.jenkins.plugins.deployworkload.client.http;

/** A wait for an object ended, because the watch of the object failed. */
public final class WatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ConnectionFailure failure;

    public WatchException(ConnectionFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    /** Why the watch failed. */
    ConnectionFailure failure() {
        return failure;
    }
}
