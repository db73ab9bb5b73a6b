package io.jenkins.plugins.deployworkload.bench;

/**
 * How much is measured.
 *
 * @param warmUp deploys before anything counts: Jenkins' Java has long been running when a build deploys
 * @param repetitions of a single workload, for each way
 * @param batches repetitions of many workloads at the same time
 * @param batch workloads in each of these
 * @param processes repetitions of the runner as a process
 * @param crowd rollouts at once in the end
 */
record Size(int warmUp, int repetitions, int batches, int batch, int processes, int crowd) {

    /** What the table in the documentation is made of; below five minutes on two cores. */
    static final Size FULL = new Size(25, 30, 6, 20, 5, 500);

    /** Says that everything works, and nothing about speed. */
    static final Size SMOKE = new Size(1, 1, 1, 2, 1, 5);
}
