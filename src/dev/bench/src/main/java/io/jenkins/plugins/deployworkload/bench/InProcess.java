package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Connections;
import io.jenkins.plugins.deployworkload.connection.KubeconfigException;
import io.jenkins.plugins.deployworkload.connection.KubeconfigReader;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.references.ReferenceCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The engine as Jenkins uses it: in a Java that runs already. A deploy opens the connection, or finds that of the deploy
 * before, looks up what is named, rolls out and gives the connection back.
 */
final class InProcess implements Deployer, AutoCloseable {

    static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final ConnectionConfig config;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("engine").factory());
    private final Connections connections;
    private final RolloutEngine engine = new RolloutEngine(scheduler);

    private final String label;

    /** @param spare how long a connection is kept for the next deploy */
    InProcess(ControlPlane plane, String label, Duration spare) {
        this.label = label;
        this.connections = new Connections(scheduler, spare);
        try {
            config = KubeconfigReader.read(plane.kubeconfig());
        } catch (KubeconfigException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Told when rollouts get on, by index. */
    interface Steps {

        /** All of it is applied, and is now waited for. */
        void watching(int index);

        /** It was known to run. */
        void ended(int index, long nanos);
    }

    @Override
    public Times deploy(String namespace, List<List<HasMetadata>> workloads) {
        Long[] ends = new Long[workloads.size()];
        long start = System.nanoTime();
        deploy(namespace, workloads, new Steps() {
            @Override
            public void watching(int index) {
                // Not asked for here.
            }

            @Override
            public void ended(int index, long nanos) {
                ends[index] = nanos;
            }
        });
        long end = System.nanoTime();
        return new Times(start, List.of(ends), end);
    }

    void deploy(String namespace, List<List<HasMetadata>> workloads, Steps steps) {
        List<RolloutRequest> requests = workloads.stream()
                .map(objects -> new RolloutRequest(
                        namespace, objects.getFirst().getMetadata().getName(), objects, TIMEOUT))
                .toList();
        try (Connection connection = connections.open(config)) {
            ReferenceCheck.Result found = ReferenceCheck.of(connection, requests, true);
            if (!found.missing().isEmpty()) {
                throw new IllegalStateException(found.missing().toString());
            }
            List<Rollout> rollouts = new ArrayList<>();
            for (RolloutRequest request : requests) {
                int index = rollouts.size();
                rollouts.add(engine.start(connection, request, event -> tell(event, index, steps)));
            }
            for (Rollout rollout : rollouts) {
                RolloutResult result = rollout.result().join();
                if (result.outcome() != Outcome.SUCCEEDED) {
                    throw new IllegalStateException(result.message());
                }
            }
        }
    }

    private static void tell(RolloutEvent event, int index, Steps steps) {
        long now = System.nanoTime();
        if (event instanceof RolloutEvent.Watching) {
            steps.watching(index);
        } else if (event instanceof RolloutEvent.Ended) {
            steps.ended(index, now);
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
