package io.jenkins.plugins.deployworkload.outputs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Until when somebody waits for all that is looked at. */
final class ReadDeadline {

    private final long startNanos = System.nanoTime();
    private final Duration timeout;

    ReadDeadline(Duration patience) {
        this.timeout = patience;
    }

    /** In milliseconds; 0 once it has passed. */
    long remainingMillis() {
        return Math.max(0, timeout.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
    }

    /** In seconds, from its beginning. */
    String timeout() {
        return Long.toString(timeout.toSeconds());
    }

    /** @throws UnresolvedImageException once it has passed */
    void check() throws UnresolvedImageException {
        if (remainingMillis() == 0) {
            throw new UnresolvedImageException(Messages.Outputs_TimedOut(timeout()));
        }
    }
}
