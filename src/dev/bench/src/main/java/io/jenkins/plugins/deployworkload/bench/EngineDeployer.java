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
 * The engine as Jenkins uses it: in a Java that runs already. A deploy opens the connection, or finds that of the deploy
 * before, looks up what is named, rolls out and gives the connection back.
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
     * @param spare how long a connection is kept for the next deploy
     */
    EngineDeployer(String kubeconfig, String label, Duration spare) {
        this.label = label;
        this.connections = new ConnectionPool(scheduler, spare);
        try {
            config = KubeconfigReader.read(kubeconfig);
        } catch (KubeconfigException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Told what happens in rollouts, by index, and when: nanoseconds. */
    interface EventListener {
        void onEvent(int index, long nanos, RolloutEvent event);
    }

    @Override
    public Times deploy(String namespace, List<List<HasMetadata>> workloads) {
        Long[] ends = new Long[workloads.size()];
        Long[] told = new Long[workloads.size()];
        AtomicLong written = new AtomicLong(Long.MAX_VALUE);
        long start = System.nanoTime();
        List<RolloutResult> results = deploy(namespace, workloads, RolloutOptions.defaults(), (index, nanos, event) -> {
            switch (event) {
                case RolloutEvent.Applied applied -> {
                    if (applied.object().operation() != AppliedObject.Operation.UNCHANGED) {
                        written.accumulateAndGet(nanos, Math::min);
                    }
                }
                case RolloutEvent.Progress progress -> told[index] = nanos;
                case RolloutEvent.Ended ended -> ends[index] = nanos;
                default -> {
                    // Not asked for here.
                }
            }
        });
        long end = System.nanoTime();
        for (RolloutResult result : results) {
            if (result.outcome() != Outcome.SUCCEEDED) {
                throw new IllegalStateException(result.message());
            }
        }
        // Where there was nothing to wait for, nothing was told.
        List<Long> progress = Arrays.stream(told).filter(Objects::nonNull).toList();
        return new Times(start, OptionalLong.of(written.get()), progress, List.of(ends), end);
    }

    /** All of them at the same time; returns when all have ended. */
    List<RolloutResult> deploy(
            String namespace, List<List<HasMetadata>> workloads, RolloutOptions options, EventListener steps) {
        List<RolloutRequest> requests = workloads.stream()
                .map(objects -> new RolloutRequest(
                        namespace, objects.getFirst().getMetadata().getName(), objects, TIMEOUT, options))
                .toList();
        try (Connection connection = connections.open(config)) {
            ReferenceCheck.Result found = ReferenceCheck.of(connection, requests, true);
            if (!found.missing().isEmpty()) {
                throw new IllegalStateException(found.missing().toString());
            }
            List<Rollout> rollouts = new ArrayList<>();
            for (RolloutRequest request : requests) {
                int index = rollouts.size();
                rollouts.add(
                        engine.start(connection, request, event -> steps.onEvent(index, System.nanoTime(), event)));
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
