package io.jenkins.plugins.deployworkload.connection;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A row of failures without a success in between: how many, and for how long by now. */
final class Setbacks {

    private final LongSupplier nanos;
    private int count;
    private long first;

    /** @param nanos a clock that only goes forward */
    Setbacks(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void add() {
        if (count == 0) {
            first = nanos.getAsLong();
        }
        count++;
    }

    /** Something went well. */
    void over() {
        count = 0;
    }

    int count() {
        return count;
    }

    /** Whether the first of the row is at least so long ago. */
    boolean last(Duration time) {
        return count > 0 && nanos.getAsLong() - first >= time.toNanos();
    }
}
