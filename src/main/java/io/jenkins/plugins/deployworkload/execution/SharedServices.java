package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.cluster.suggestions.SuggestionService;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionKey;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Logger;

/** The services that all deploys on the controller share, such as connections and watches. */
public final class SharedServices {

    private static final Logger LOGGER = Logger.getLogger(SharedServices.class.getName());

    private static final ScheduledExecutorService SCHEDULER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deploy-workload").factory());

    /** How long an unused connection stays open, so that the next build can reuse it. */
    private static final Duration CONNECTION_KEEP_ALIVE = Duration.ofMinutes(1);

    static final ConnectionPool CONNECTION_POOL = new ConnectionPool(SCHEDULER, CONNECTION_KEEP_ALIVE);
    static final RevisionKey REVISION_KEY = new ControllerRevisionKey();
    public static final RolloutEngine ROLLOUT_ENGINE = new RolloutEngine(SCHEDULER, REVISION_KEY);
    public static final SuggestionService SUGGESTIONS = new SuggestionService(CONNECTION_POOL);

    static {
        LibraryCheck.mismatch().ifPresent(LOGGER::warning);
    }

    private SharedServices() {}

    /** @throws AbortException if a library of another plugin has an incompatible version */
    public static Connection open(ConnectionConfig config) throws AbortException {
        try {
            return CONNECTION_POOL.open(config);
        } catch (LinkageError e) {
            throw LibraryCheck.unusable(e);
        }
    }
}
