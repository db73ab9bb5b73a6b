package io.jenkins.plugins.deployworkload.bench.scale;

import io.jenkins.plugins.deployworkload.bench.ByteCountingProxy;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigException;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigReader;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Simulates a Jenkins controller between two restarts, with an engine and connections of its own. After {@link #kill}, no
 * request of the engine reaches the API server; its rollouts end at their deadlines.
 */
final class SoakProcess {

    private static final byte[] KEY = "the revision key of the soak test".getBytes(StandardCharsets.UTF_8);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("engine").factory());
    private final ConnectionPool connections = new ConnectionPool(scheduler, Duration.ofMinutes(1));
    private final CompletableFuture<Void> killed = new CompletableFuture<>();
    private final RolloutEngine engine = new RolloutEngine(scheduler, () -> KEY);
    private final ByteCountingProxy proxy;
    private final ConnectionConfig config;

    SoakProcess(ControlPlane controlPlane) {
        try {
            proxy = new ByteCountingProxy(controlPlane.server());
            config = KubeconfigReader.read(controlPlane.kubeconfig().replace(controlPlane.server(), proxy.server()));
        } catch (IOException | KubeconfigException e) {
            throw new IllegalStateException(e);
        }
    }

    RolloutEngine engine() {
        return engine;
    }

    Connection open() {
        return connections.open(config);
    }

    /** Completes when the process is killed. */
    CompletableFuture<Void> killed() {
        return killed;
    }

    void kill() {
        killed.complete(null);
        proxy.close();
    }

    /** Ends the threads of a killed process, when the deadlines of its rollouts have passed. */
    void shutdown() {
        scheduler.shutdownNow();
    }
}
