package io.jenkins.plugins.deployworkload.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Durations in nanoseconds, in the order of their measurement. Percentiles are in milliseconds. */
public final class Series {

    private final List<Long> values = Collections.synchronizedList(new ArrayList<>());

    public void add(long nanos) {
        values.add(nanos);
    }

    public int size() {
        return values.size();
    }

    public double p50() {
        return percentile(50);
    }

    public double p99() {
        return percentile(99);
    }

    /**
     * Percentile in milliseconds by the nearest-rank method. The result is always a measured value. For a high
     * percentile of few values, it is the largest value.
     */
    double percentile(int percent) {
        return Quantiles.percentile(values.stream().map(nanos -> nanos / 1e6).toList(), percent);
    }

    /** Divides the value of each round by the other series' value of the same round. */
    Quantiles ratioTo(Series other) {
        List<Double> ratios = IntStream.range(0, Math.min(size(), other.size()))
                .mapToObj(round -> (double) values.get(round) / other.values.get(round))
                .toList();
        return Quantiles.of(ratios);
    }
}
