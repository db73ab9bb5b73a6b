package io.jenkins.plugins.deployworkload.bench;

/**
 * Durations of one scenario with one deployer.
 *
 * @param wall time from the call to its return
 * @param beforeFirstWrite time from the call until the first write is answered; empty if the deployer does not report
 *     it
 * @param controllers time from the first write to <em>published</em> of the last workload. The time starts at the
 *     response to the first write. If the deployer does not report the response, the time starts at the observer's
 *     event
 * @param own {@code wall} minus {@code controllers}
 * @param ownAsObserved like {@code own}, but the time of the controllers always starts at the observer's event. The
 *     values of different deployers are comparable, but slightly too small
 * @param progressLag time from <em>published</em> of each workload to its last progress event; empty if the deployer
 *     does not report it
 * @param verdictLag time from <em>published</em> of each workload to its result
 */
record Measurements(
        Series wall,
        Series beforeFirstWrite,
        Series controllers,
        Series own,
        Series ownAsObserved,
        Series progressLag,
        Series verdictLag) {

    Measurements() {
        this(new Series(), new Series(), new Series(), new Series(), new Series(), new Series(), new Series());
    }
}
