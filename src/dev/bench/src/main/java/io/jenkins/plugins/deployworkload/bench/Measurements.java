package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.deployer.Deployer;

/**
 * Durations of one scenario with one deployer, in the order of the rounds. {@link Observer#controllers} defines
 * <em>published</em>.
 *
 * @param wall time from the call to its return
 * @param own {@code wall} without the time in which controllers worked on the application
 * @param controllers time in which controllers worked on the application
 * @param beforeFirstWrite time from the call to the response to the first write; empty if the deployer does not report
 *     it
 * @param progressLag time from <em>published</em> to the last progress event; empty if the deployer does not report it
 * @param verdictLag time from <em>published</em> to the result
 */
public record Measurements(
        Series wall, Series own, Series controllers, Series beforeFirstWrite, Series progressLag, Series verdictLag) {

    /** A lag that is smaller than the differences between two connections. */
    private static final double EARLY_MILLIS = -50;

    public Measurements() {
        this(new Series(), new Series(), new Series(), new Series(), new Series(), new Series());
    }

    void add(Deployer.Times times, ControllerTimes work) {
        long wallTime = times.end() - times.start();
        long busy = work.busyUntil(times.end());
        wall.add(wallTime);
        controllers.add(busy);
        own.add(wallTime - busy);
        times.firstWriteAcknowledged().ifPresent(written -> beforeFirstWrite.add(written - times.start()));
        times.lastProgress().ifPresent(progress -> progressLag.add(progress - work.published()));
        verdictLag.add(times.verdict() - work.published());
    }

    /** Whether the deployer returns long before <em>published</em>: it does not wait for this kind of object. */
    boolean returnsEarly() {
        return verdictLag.p50() < EARLY_MILLIS;
    }

    /** Adds a deploy after which no controller has anything to do. */
    void addWithoutChange(Deployer.Times times) {
        wall.add(times.end() - times.start());
        own.add(times.end() - times.start());
    }
}
