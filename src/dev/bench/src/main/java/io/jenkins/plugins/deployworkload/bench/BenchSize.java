package io.jenkins.plugins.deployworkload.bench;

/**
 * Numbers of deploys in the measurements.
 *
 * @param warmUp deploys before the first measured deploy. They let the JIT compiler of the new JVM compile the engine,
 *     as it has in a Jenkins that runs for long
 * @param repetitions number of deploys of a single workload, per deployer
 * @param batches number of deploys of a batch of workloads, per deployer
 * @param batch number of concurrently deployed workloads in a batch
 * @param processes number of deploys with the runner, each in a new process
 * @param failures number of failing deploys
 * @param concurrentRollouts number of rollouts that run at the same time in the final measurement
 * @param concurrentFailures number of rollouts that fail in the final measurement, in addition to {@code
 *     concurrentRollouts}
 */
record BenchSize(
        int warmUp,
        int repetitions,
        int batches,
        int batch,
        int processes,
        int failures,
        int concurrentRollouts,
        int concurrentFailures) {

    /** The size for the published figures. A run takes about eight minutes on two cores. */
    static final BenchSize FULL = new BenchSize(60, 30, 6, 20, 5, 10, 500, 25);

    /**
     * The smallest size at which every measurement runs. A test uses this size and ignores the values of the figures.
     */
    static final BenchSize SMOKE = new BenchSize(1, 1, 1, 2, 1, 1, 5, 1);
}
