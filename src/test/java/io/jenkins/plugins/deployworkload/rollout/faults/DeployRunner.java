package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Deploys of one workload, each by an engine and over a connection of its own. None answers if it does not end. */
final class DeployRunner {

    /** When a rollout counts as one that does not end: it and a rollback have had their time, and requests theirs. */
    static final Duration HANG_TIMEOUT = Fault.TIMEOUT.multipliedBy(2).plusSeconds(150);

    private interface Starter {
        Rollout start(RolloutEngine engine, Connection connection);
    }

    private final String namespace;
    private final String workload;
    private final Duration timeout;
    private final ScheduledExecutorService scheduler;

    DeployRunner(String namespace, String workload, Duration patience, ScheduledExecutorService scheduler) {
        this.namespace = namespace;
        this.workload = workload;
        this.timeout = patience;
        this.scheduler = scheduler;
    }

    Optional<RolloutResult> deploy(ConnectionConfig way, List<HasMetadata> objects, RolloutOptions options)
            throws InterruptedException {
        return deploy(way, objects, options, event -> {}, begun -> {});
    }

    /** @param begun gets the rollout, which may have ended by then */
    Optional<RolloutResult> deploy(
            ConnectionConfig way,
            List<HasMetadata> objects,
            RolloutOptions options,
            RolloutListener listener,
            Consumer<Rollout> begun)
            throws InterruptedException {
        RolloutRequest request = new RolloutRequest(namespace, workload, objects, timeout, options);
        return await(way, (engine, connection) -> {
            Rollout rollout = engine.start(connection, request, listener);
            begun.accept(rollout);
            return rollout;
        });
    }

    /** As after a restart of Jenkins. */
    Optional<RolloutResult> resume(ConnectionConfig way, String memory, RolloutListener listener)
            throws InterruptedException {
        return await(
                way, (engine, connection) -> engine.resume(connection, RolloutCheckpoint.fromJson(memory), listener));
    }

    private Optional<RolloutResult> await(ConnectionConfig way, Starter begin) throws InterruptedException {
        ConnectionPool connections = new ConnectionPool(scheduler);
        RolloutResult result;
        try (Connection connection = connections.open(way)) {
            result = begin.start(new RolloutEngine(scheduler), connection)
                    .result()
                    .get(HANG_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a rollout always completes normally", e);
        }
        if (connections.size() > 0) {
            throw new AssertionError(workload + ": a rollout that has ended keeps a connection");
        }
        return Optional.of(result);
    }
}
