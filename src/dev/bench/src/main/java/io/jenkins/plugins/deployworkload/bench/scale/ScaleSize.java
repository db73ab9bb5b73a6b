package io.jenkins.plugins.deployworkload.bench.scale;

import java.time.Duration;

/**
 * Numbers of objects and deploys in the measurements.
 *
 * @param warmUp deploys before the first measured deploy, which let the JIT compiler compile the engine
 * @param rounds deploys of each kind, in the empty and in the full cluster
 * @param foreignNamespaces namespaces with pods and events that belong to no deploy
 * @param foreignPods pods in all of these namespaces together
 * @param neighborPods pods in the namespace of the deploys that belong to no deploy
 * @param events events in all namespaces together
 * @param replicas replicas of the large Deployment
 * @param clusters clusters that get deploys at the same time
 * @param namespaces namespaces that get deploys, in all clusters together
 * @param deploys deploys at the same time that succeed
 * @param failures deploys at the same time that fail, in addition
 * @param readyAfter time from the start of a pod until it is ready, such as {@code 25s}. All deploys should be in progress
 *     before the first pod is ready
 * @param soak time of the soak test
 * @param workers applications that are deployed at the same time in the soak test
 * @param pause time between two deploys of one of these applications
 */
record ScaleSize(
        int warmUp,
        int rounds,
        int foreignNamespaces,
        int foreignPods,
        int neighborPods,
        int events,
        int replicas,
        int clusters,
        int namespaces,
        int deploys,
        int failures,
        String readyAfter,
        Duration soak,
        int workers,
        Duration pause) {

    /** The size of the published figures. Without the soak test, a run takes about fifteen minutes on two cores. */
    static ScaleSize full(Duration soak, Duration pause) {
        return new ScaleSize(40, 10, 20, 19_000, 1_000, 50_000, 500, 3, 100, 500, 25, "25s", soak, 4, pause);
    }

    /** The smallest size at which every measurement runs. A test uses this size and ignores the values of the figures. */
    static final ScaleSize SMOKE =
            new ScaleSize(1, 1, 1, 5, 5, 10, 2, 1, 2, 4, 1, "1s", Duration.ofSeconds(5), 2, Duration.ZERO);
}
