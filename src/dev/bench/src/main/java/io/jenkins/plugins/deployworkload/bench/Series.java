package io.jenkins.plugins.deployworkload.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations of the same thing, in nanoseconds; shown in milliseconds. */
final class Series {

    private final List<Long> values = Collections.synchronizedList(new ArrayList<>());

    void add(long nanos) {
        values.add(nanos);
    }

    int size() {
        return values.size();
    }

    double p50() {
        return percentile(50);
    }

    double p99() {
        return percentile(99);
    }

    /** By the nearest rank: a value that was measured, for few values the largest. */
    double percentile(int percent) {
        List<Long> sorted = new ArrayList<>(values);
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        Collections.sort(sorted);
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(0, rank - 1)) / 1e6;
    }
}
