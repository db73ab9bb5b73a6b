package io.jenkins.plugins.deployworkload.bench;

/**
 * Number of repetitions of each measurement.
 *
 * @param warmUp deploys before the first measured deploy. A long-running Jenkins has compiled its code long ago, but in
 *     a new JVM the JIT compiler takes cores from the control plane
 * @param repetitions number of deploys of a single workload, per deployer
 * @param batches number of deploys of a batch of workloads, per deployer
 * @param batch number of concurrently deployed workloads in a batch
 * @param processes number of deploys by the runner as a process
 * @param failures number of failing deploys
 * @param concurrentRollouts number of rollouts in the final measurement
 * @param concurrentFailures number of additional failing rollouts in the final measurement
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

    /** The smallest size at which every measurement runs. The figures of such a run mean nothing. */
    static final BenchSize SMOKE = new BenchSize(1, 1, 1, 2, 1, 1, 5, 1);
}
