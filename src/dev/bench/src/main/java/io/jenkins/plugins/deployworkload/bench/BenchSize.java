package io.jenkins.plugins.deployworkload.bench;

/**
 * Number of repetitions of each measurement.
 *
 * @param warmUp deploys before the first measured one: a long-running Jenkins has warm code, while the JIT compiler
 *     of a new JVM takes cores from the control plane
 * @param repetitions of a single workload, per deployer
 * @param batches repetitions of a batch of workloads, per deployer
 * @param batch number of concurrently deployed workloads in a batch
 * @param processes repetitions of the runner as a process
 * @param failures repetitions of a failing deploy
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

    /** The published figures; about eight minutes on two cores. */
    static final BenchSize FULL = new BenchSize(60, 30, 6, 20, 5, 10, 500, 25);

    /** The fewest repetitions that run every measurement; the figures mean nothing. */
    static final BenchSize SMOKE = new BenchSize(1, 1, 1, 2, 1, 1, 5, 1);
}
