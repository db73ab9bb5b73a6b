package io.jenkins.plugins.deployworkload.bench;

/**
 * What was measured of one way to deploy.
 *
 * @param wall from the call to its return
 * @param beforeFirstWrite from the call to the first write that was acknowledged; empty where nobody tells
 * @param controllers from the first write, as it is acknowledged, to the end state of the last workload; from when the
 *     observer sees it where nobody tells
 * @param own what the wall has beyond that
 * @param ownAsObserved the same from when the observer sees the first write: comparable, but a little less than there is
 * @param progressLag from the end state of each workload to the line in the log that says so; empty where nobody tells
 * @param verdictLag from the end state of each workload to its verdict
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
