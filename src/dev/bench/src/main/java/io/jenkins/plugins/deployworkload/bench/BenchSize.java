package io.jenkins.plugins.deployworkload.bench;

/**
 * How much is measured.
 *
 * @param warmUp deploys before anything counts: Jenkins' Java has long been running when a build deploys, and one that has
 *     not compiles with the cores that the control plane needs
 * @param repetitions of a single workload, for each way
 * @param batches repetitions of many workloads at the same time
 * @param batch workloads in each of these
 * @param processes repetitions of the runner as a process
 * @param failures repetitions of a deploy that fails
 * @param concurrentRollouts rollouts at once in the end
 * @param concurrentFailures further ones among them that fail
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

    /** What the table in the documentation is made of; some eight minutes on two cores. */
    static final BenchSize FULL = new BenchSize(60, 30, 6, 20, 5, 10, 500, 25);

    /** Says that everything works, and nothing about speed. */
    static final BenchSize SMOKE = new BenchSize(1, 1, 1, 2, 1, 1, 5, 1);
}
