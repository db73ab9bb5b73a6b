package io.jenkins.plugins.deployworkload.outputs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Deadline for reading all outputs of one deploy. */
final class ReadDeadline {

    private final long startNanos = System.nanoTime();
    private final Duration timeout;

    ReadDeadline(Duration timeout) {
        this.timeout = timeout;
    }

    /** Remaining time in milliseconds; 0 after the deadline. */
    long remainingMillis() {
        return Math.max(0, timeout.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
    }

    /** The whole timeout in seconds, for messages. */
    String timeout() {
        return Long.toString(timeout.toSeconds());
    }

    /** @throws UnresolvedImageException after the deadline */
    void check() throws UnresolvedImageException {
        if (remainingMillis() == 0) {
            throw new UnresolvedImageException(Messages.ReadDeadline_exceeded(timeout()));
        }
    }
}
