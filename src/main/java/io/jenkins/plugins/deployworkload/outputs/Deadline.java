package io.jenkins.plugins.deployworkload.outputs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Until when somebody waits for all that is looked at. */
final class Deadline {

    private final long began = System.nanoTime();
    private final Duration patience;

    Deadline(Duration patience) {
        this.patience = patience;
    }

    /** In milliseconds; 0 once it has passed. */
    long left() {
        return Math.max(0, patience.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    /** In seconds, from its beginning. */
    String patience() {
        return Long.toString(patience.toSeconds());
    }

    /** @throws UnresolvedImageException once it has passed */
    void check() throws UnresolvedImageException {
        if (left() == 0) {
            throw new UnresolvedImageException(Messages.Outputs_Slow(patience()));
        }
    }
}
