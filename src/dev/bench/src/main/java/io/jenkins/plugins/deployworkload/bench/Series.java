package io.jenkins.plugins.deployworkload.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations in nanoseconds. Percentiles are in milliseconds. */
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

    /**
     * Percentile in milliseconds by the nearest-rank method. The result is always a measured value. For a high
     * percentile of few values, it is the largest value.
     */
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
