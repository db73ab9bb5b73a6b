package io.jenkins.plugins.deployworkload.client.watch;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A row of failures without a success in between: how many, and for how long by now. */
final class FailureStreak {

    private final LongSupplier nanoTime;
    private int count;
    private long firstFailureAt;

    /** @param nanos a clock that only goes forward */
    FailureStreak(LongSupplier nanos) {
        this.nanoTime = nanos;
    }

    void recordFailure() {
        if (count == 0) {
            firstFailureAt = nanoTime.getAsLong();
        }
        count++;
    }

    /** Something went well. */
    void reset() {
        count = 0;
    }

    int count() {
        return count;
    }

    /** Whether the first of the row is at least so long ago. */
    boolean hasLasted(Duration time) {
        return count > 0 && nanoTime.getAsLong() - firstFailureAt >= time.toNanos();
    }
}
