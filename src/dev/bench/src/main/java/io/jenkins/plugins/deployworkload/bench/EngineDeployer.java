package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigException;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigReader;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.preflight.ReferenceCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Deploys with the engine as the plugin does in Jenkins: in a JVM that already runs. A deploy opens a connection or
 * reuses the last connection. It then checks references, rolls out, and releases the connection.
 */
final class EngineDeployer implements Deployer, AutoCloseable {

    static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final ConnectionConfig config;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("engine").factory());
    private final ConnectionPool connections;
    private final RolloutEngine engine = new RolloutEngine(scheduler);

    private final String label;

    /**
     * @param kubeconfig YAML
     * @param keepAlive how long a released connection is kept for the next deploy
     */
    EngineDeployer(String kubeconfig, String label, Duration keepAlive) {
        this.label = label;
        this.connections = new ConnectionPool(scheduler, keepAlive);
        try {
            config = KubeconfigReader.read(kubeconfig);
        } catch (KubeconfigException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Receives the events of rollouts. */
    interface EventListener {
        /**
         * @param index index of the workload
         * @param nanos time of the event, of {@link System#nanoTime}
         */
        void onEvent(int index, long nanos, RolloutEvent event);
    }

    @Override
    public Times deploy(String namespace, List<List<HasMetadata>> workloads) {
        Long[] ends = new Long[workloads.size()];
        Long[] lastProgress = new Long[workloads.size()];
        AtomicLong firstWrite = new AtomicLong(Long.MAX_VALUE);
        long start = System.nanoTime();
        List<RolloutResult> results = deploy(namespace, workloads, RolloutOptions.defaults(), (index, nanos, event) -> {
            switch (event) {
                case RolloutEvent.Applied applied -> {
                    if (applied.object().operation() != AppliedObject.Operation.UNCHANGED) {
                        firstWrite.accumulateAndGet(nanos, Math::min);
                    }
                }
                case RolloutEvent.Progress progress -> lastProgress[index] = nanos;
                case RolloutEvent.Ended ended -> ends[index] = nanos;
                default -> {
                    // Other events are not measured here.
                }
            }
        });
        long end = System.nanoTime();
        for (RolloutResult result : results) {
            if (result.outcome() != Outcome.SUCCEEDED) {
                throw new IllegalStateException(result.message());
            }
        }
        // A workload without changes has no progress events.
        List<Long> progress =
                Arrays.stream(lastProgress).filter(Objects::nonNull).toList();
        return new Times(start, OptionalLong.of(firstWrite.get()), progress, List.of(ends), end);
    }

    /** Deploys all workloads concurrently; returns when all rollouts have ended. */
    List<RolloutResult> deploy(
            String namespace, List<List<HasMetadata>> workloads, RolloutOptions options, EventListener listener) {
        List<RolloutRequest> requests = workloads.stream()
                .map(objects -> new RolloutRequest(
                        namespace, objects.getFirst().getMetadata().getName(), objects, TIMEOUT, options))
                .toList();
        try (Connection connection = connections.open(config)) {
            ReferenceCheck.Result references = ReferenceCheck.of(connection, requests, true);
            if (!references.missing().isEmpty()) {
                throw new IllegalStateException(references.missing().toString());
            }
            List<Rollout> rollouts = new ArrayList<>();
            for (RolloutRequest request : requests) {
                int index = rollouts.size();
                rollouts.add(
                        engine.start(connection, request, event -> listener.onEvent(index, System.nanoTime(), event)));
            }
            return rollouts.stream().map(rollout -> rollout.result().join()).toList();
        }
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
