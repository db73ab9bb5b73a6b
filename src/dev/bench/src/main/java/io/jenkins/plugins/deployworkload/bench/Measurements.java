package io.jenkins.plugins.deployworkload.bench;

/**
 * Durations of one scenario with one deployer. {@link Observer#published} defines <em>published</em>.
 *
 * @param wall time from the call to its return
 * @param beforeFirstWrite time from the call to the response to the first write; empty if the deployer does not report
 *     it
 * @param controllers time from the first write until the last workload is <em>published</em>. It starts at the response
 *     to the first write or, if the deployer does not report the response, at the observer's event for the write
 * @param own {@code wall} minus {@code controllers}
 * @param ownAsObserved like {@code own}, but the time of the controllers starts at the observer's event for every
 *     deployer. This makes deployers comparable. The values are slightly too small, because the observer sees a write
 *     late
 * @param progressLag time from the moment at which a workload is <em>published</em> to its last progress event; empty
 *     if the deployer does not report it
 * @param verdictLag time from the moment at which a workload is <em>published</em> to its result
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
