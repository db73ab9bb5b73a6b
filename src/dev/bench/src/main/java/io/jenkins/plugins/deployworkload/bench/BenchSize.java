package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import java.time.Duration;
import java.util.List;

/**
 * Numbers of deploys in the measurements.
 *
 * @param warmUp deploys before the first measured deploy. They let the JIT compiler of the new JVM compile the engine,
 *     as it has in a Jenkins that runs for long
 * @param comparisons what all deployers deploy
 * @param batches number of deploys of a batch of applications
 * @param batch number of concurrently deployed applications in a batch
 * @param processes number of deploys with the runner, each in a new process
 * @param failures number of failing deploys, per deployer
 * @param failureTimeout how long deployers wait for a deploy that cannot succeed
 * @param concurrentRollouts number of rollouts that run at the same time in the final measurement
 * @param concurrentFailures number of rollouts that fail in the final measurement, in addition to {@code
 *     concurrentRollouts}
 * @param readyAfter time from the start of a pod in the final measurement until it is ready, such as {@code 25s}. All
 *     rollouts should be applied before the first pod is ready
 */
record BenchSize(
        int warmUp,
        List<Rounds> comparisons,
        int batches,
        int batch,
        int processes,
        int failures,
        Duration failureTimeout,
        int concurrentRollouts,
        int concurrentFailures,
        String readyAfter) {

    /** @param rounds number of applications of each deployer */
    record Rounds(Shape shape, int rounds) {}

    /** The size for the published figures. A run takes about twelve minutes on two cores. */
    static final BenchSize FULL = new BenchSize(
            40,
            List.of(
                    new Rounds(new Shape.Web(1), 12),
                    new Rounds(new Shape.Web(3), 6),
                    new Rounds(new Shape.Web(10), 4),
                    new Rounds(new Shape.Database(3), 4),
                    new Rounds(new Shape.Task(), 4),
                    new Rounds(new Shape.Services(10), 3),
                    new Rounds(new Shape.Platform(10, 40, 150), 2)),
            4,
            20,
            5,
            3,
            Duration.ofSeconds(3),
            500,
            25,
            "25s");

    /**
     * The smallest size at which every measurement runs. A test uses this size and ignores the values of the figures.
     */
    static final BenchSize SMOKE = new BenchSize(
            1,
            List.of(new Rounds(new Shape.Web(1), 1), new Rounds(new Shape.Task(), 1)),
            1,
            2,
            1,
            1,
            Duration.ofSeconds(1),
            5,
            1,
            "1s");

    /** This size with at most the given number of rounds, and fewer concurrent rollouts, for a quick look. */
    BenchSize withRounds(int rounds) {
        return new BenchSize(
                Math.min(warmUp, rounds),
                comparisons.stream()
                        .map(comparison -> new Rounds(comparison.shape(), Math.min(comparison.rounds(), rounds)))
                        .toList(),
                Math.min(batches, rounds),
                batch,
                Math.min(processes, rounds),
                Math.min(failures, rounds),
                failureTimeout,
                Math.min(concurrentRollouts, 10 * rounds),
                Math.min(concurrentFailures, rounds),
                readyAfter);
    }
}
