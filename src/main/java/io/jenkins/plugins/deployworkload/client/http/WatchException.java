package io.jenkins.plugins.deployworkload.client.http;

/** What somebody waits for cannot be seen, for the reason that a watch has told. */
public final class WatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ConnectionFailure failure;

    public WatchException(ConnectionFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    /** As it was told. */
    ConnectionFailure failure() {
        return failure;
    }
}
