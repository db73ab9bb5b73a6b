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

    /** Nearest-rank percentile in milliseconds: always a measured value; the largest if there are few values. */
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
