package io.jenkins.plugins.deployworkload.client.watch;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts consecutive failures, and measures the time since the first failure of the series. */
final class FailureStreak {

    private final LongSupplier nanoTime;
    private int count;
    private long firstFailureAt;

    /** @param nanoTime a monotonic clock in nanoseconds */
    FailureStreak(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void recordFailure() {
        if (count == 0) {
            firstFailureAt = nanoTime.getAsLong();
        }
        count++;
    }

    /** Resets the count after a success. */
    void reset() {
        count = 0;
    }

    int count() {
        return count;
    }

    /** Whether the first of the consecutive failures is at least this old. */
    boolean hasLasted(Duration time) {
        return count > 0 && nanoTime.getAsLong() - firstFailureAt >= time.toNanos();
    }
}
