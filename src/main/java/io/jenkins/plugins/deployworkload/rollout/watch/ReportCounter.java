package io.jenkins.plugins.deployworkload.rollout.watch;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts the events that a rollout has reported. Any thread may report an event. */
final class ReportCounter {

    private final LongSupplier nanos;
    private long count;
    private long last;

    /** @param nanos a monotonic clock, in nanoseconds */
    ReportCounter(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    synchronized void add() {
        count++;
        last = nanos.getAsLong();
    }

    synchronized long count() {
        return count;
    }

    /** The time since the last event, or since the start of the rollout. */
    synchronized Duration sinceLast() {
        return Duration.ofNanos(nanos.getAsLong() - last);
    }
}
