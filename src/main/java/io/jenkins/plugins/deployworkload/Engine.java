package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.cluster.offers.ClusterOffers;
import io.jenkins.plugins.deployworkload.connection.Connections;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The one rollout engine of a controller: all jobs share its connections and watches. */
final class Engine {

    private static final ScheduledExecutorService SCHEDULER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deploy-workload").factory());

    /** Builds often come in a row: the next one finds the connection of the one before. */
    private static final Duration SPARE = Duration.ofMinutes(1);

    static final Connections CONNECTIONS = new Connections(SCHEDULER, SPARE);
    static final RolloutEngine ROLLOUTS = new RolloutEngine(SCHEDULER);
    static final ClusterOffers OFFERS = new ClusterOffers(CONNECTIONS);

    private Engine() {}
}
