package io.jenkins.plugins.deployworkload.bench;

/**
 * What was measured of one way to deploy.
 *
 * @param wall from the call to its return
 * @param controllers from the first write, as the observer sees it, to the end state of the last workload
 * @param own what the wall has beyond that
 * @param lag from the end state of each workload to its verdict
 */
record Measured(Series wall, Series controllers, Series own, Series lag) {

    Measured() {
        this(new Series(), new Series(), new Series(), new Series());
    }
}
