package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.cluster.offers.ClusterOffers;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Connections;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Logger;

/** The one rollout engine of a controller: all jobs share its connections and watches. */
final class Engine {

    private static final Logger LOGGER = Logger.getLogger(Engine.class.getName());

    private static final ScheduledExecutorService SCHEDULER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deploy-workload").factory());

    /** Builds often come in a row: the next one finds the connection of the one before. */
    private static final Duration SPARE = Duration.ofMinutes(1);

    static final Connections CONNECTIONS = new Connections(SCHEDULER, SPARE);
    static final RolloutEngine ROLLOUTS = new RolloutEngine(SCHEDULER);
    static final ClusterOffers OFFERS = new ClusterOffers(CONNECTIONS);

    static {
        LibraryCheck.mismatch().ifPresent(LOGGER::warning);
    }

    private Engine() {}

    /** @throws AbortException if the libraries that other plugins bring do not fit */
    static Connection open(ConnectionConfig config) throws AbortException {
        try {
            return CONNECTIONS.open(config);
        } catch (LinkageError e) {
            throw LibraryCheck.unusable(e);
        }
    }
}
