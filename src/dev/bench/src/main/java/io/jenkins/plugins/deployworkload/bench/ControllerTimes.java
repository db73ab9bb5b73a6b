package io.jenkins.plugins.deployworkload.bench;

import java.util.Comparator;
import java.util.List;

/**
 * When controllers worked on the workloads of an application.
 *
 * @param periods one period for each workload
 */
public record ControllerTimes(List<Period> periods) {

    /**
     * @param written time at which the API server published the change of the workload
     * @param published time at which the API server published that the workload is healthy
     */
    public record Period(long written, long published) {}

    /** Time at which the API server published that the last workload is healthy. */
    public long published() {
        return periods.stream().mapToLong(Period::published).max().orElseThrow();
    }

    /** Total time, until the given moment, in which controllers worked on at least one workload. */
    long busyUntil(long end) {
        long busy = 0;
        long until = Long.MIN_VALUE;
        for (Period period : periods.stream()
                .sorted(Comparator.comparingLong(Period::written))
                .toList()) {
            long from = Math.max(period.written(), until);
            long to = Math.min(period.published(), end);
            busy += Math.max(0, to - from);
            until = Math.max(until, to);
        }
        return busy;
    }
}
