package io.jenkins.plugins.deployworkload.bench;

/**
 * Durations of one scenario with one deployer.
 *
 * @param wall from the call to its return
 * @param beforeFirstWrite from the call to the response to the first write; empty if the deployer does not report it
 * @param controllers from the first write to <em>published</em> of the last workload. The first write counts from its
 *     response or, if the deployer does not report that, from the observer's event
 * @param own {@code wall} minus {@code controllers}
 * @param ownAsObserved {@code own}, with the first write counted from the observer's event: comparable between
 *     deployers, but slightly too small
 * @param progressLag from <em>published</em> of each workload to its last progress event; empty if the deployer does
 *     not report it
 * @param verdictLag from <em>published</em> of each workload to its result
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
