package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
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

/**
 * Runs deploys of one workload, each with its own engine and connection. The result of a rollout that does not end is
 * empty.
 */
final class DeployRunner {

    /**
     * The time after which a rollout counts as hung. The time is the sum of the timeout of the rollout, the same
     * timeout for a rollback, and the timeouts of requests.
     */
    static final Duration HANG_TIMEOUT = Fault.TIMEOUT.multipliedBy(2).plusSeconds(150);

    private interface Starter {
        Rollout start(RolloutEngine engine, Connection connection);
    }

    private final String namespace;
    private final String workload;
    private final Duration timeout;
    private final ScheduledExecutorService scheduler;

    DeployRunner(String namespace, String workload, Duration timeout, ScheduledExecutorService scheduler) {
        this.namespace = namespace;
        this.workload = workload;
        this.timeout = timeout;
        this.scheduler = scheduler;
    }

    Optional<RolloutResult> deploy(EngineConfig config, List<HasMetadata> objects, RolloutOptions options)
            throws InterruptedException {
        return deploy(config, objects, options, event -> {}, onStart -> {});
    }

    /** @param onStart receives the rollout after its start; a short rollout may already have ended */
    Optional<RolloutResult> deploy(
            EngineConfig config,
            List<HasMetadata> objects,
            RolloutOptions options,
            RolloutListener listener,
            Consumer<Rollout> onStart)
            throws InterruptedException {
        RolloutRequest request = new RolloutRequest(namespace, workload, objects, timeout, options);
        return await(config, (engine, connection) -> {
            Rollout rollout = engine.start(connection, request, listener);
            onStart.accept(rollout);
            return rollout;
        });
    }

    /**
     * Resumes a rollout, as Jenkins does after a restart.
     *
     * @param objects the objects of the rollout; empty if the checkpoint needs none
     */
    Optional<RolloutResult> resume(
            EngineConfig config, String checkpoint, List<HasMetadata> objects, RolloutListener listener)
            throws InterruptedException {
        return await(
                config,
                (engine, connection) ->
                        engine.resume(connection, RolloutCheckpoint.fromJson(checkpoint), objects, listener));
    }

    private Optional<RolloutResult> await(EngineConfig config, Starter starter) throws InterruptedException {
        ConnectionPool connections = new ConnectionPool(scheduler);
        RolloutResult result;
        try (Connection connection = connections.open(config.connection())) {
            result = starter.start(new RolloutEngine(scheduler, config.key()), connection)
                    .result()
                    .get(HANG_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A rollout must complete normally", e);
        }
        if (connections.size() > 0) {
            throw new AssertionError(workload + ": an ended rollout holds a connection");
        }
        return Optional.of(result);
    }
}
