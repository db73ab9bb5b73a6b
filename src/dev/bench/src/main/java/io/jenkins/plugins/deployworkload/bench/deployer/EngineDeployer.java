package io.jenkins.plugins.deployworkload.bench.deployer;

import io.jenkins.plugins.deployworkload.bench.shape.Application;
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
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.preflight.ReferenceCheck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Deploys with the engine as the plugin does in Jenkins: in a JVM that already runs. A deploy opens a connection or
 * reuses the last connection. It then checks references, rolls out, and releases the connection.
 */
public final class EngineDeployer implements Deployer, AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final ConnectionConfig config;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("engine").factory());
    private final ConnectionPool connections;
    private final RolloutEngine engine =
            new RolloutEngine(scheduler, () -> "the revision key of the benchmark".getBytes(StandardCharsets.UTF_8));

    private final String label;

    /**
     * @param kubeconfig YAML
     * @param keepAlive how long a released connection is kept for the next deploy
     */
    public EngineDeployer(String kubeconfig, String label, Duration keepAlive) {
        this.label = label;
        this.connections = new ConnectionPool(scheduler, keepAlive);
        try {
            config = KubeconfigReader.read(kubeconfig);
        } catch (KubeconfigException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Receives the events of rollouts. */
    public interface EventListener {
        /**
         * @param index index of the application
         * @param nanos time of the event
         */
        void onEvent(int index, long nanos, RolloutEvent event);
    }

    @Override
    public Times deploy(Application application) {
        Times times = deployAll(List.of(application)).getFirst();
        return new Times(
                times.start(),
                times.firstWriteAcknowledged(),
                times.lastProgress(),
                times.verdict(),
                System.nanoTime());
    }

    /**
     * Deploys applications concurrently.
     *
     * @return the times of each application, in the order of the applications; {@code end} is the time of the verdict
     */
    public List<Times> deployAll(List<Application> applications) {
        long[] firstWrites = new long[applications.size()];
        long[] lastProgress = new long[applications.size()];
        long[] verdicts = new long[applications.size()];
        long start = System.nanoTime();
        List<RolloutResult> results = rollOut(applications, RolloutOptions.defaults(), (index, nanos, event) -> {
            switch (event) {
                case RolloutEvent.Applied applied -> {
                    if (firstWrites[index] == 0 && applied.object().operation() != AppliedObject.Operation.UNCHANGED) {
                        firstWrites[index] = nanos;
                    }
                }
                case RolloutEvent.Progress progress -> lastProgress[index] = nanos;
                case RolloutEvent.Ended ended -> verdicts[index] = nanos;
                default -> {
                    // Other events are not measured here.
                }
            }
        });
        List<Times> times = new ArrayList<>();
        for (int index = 0; index < applications.size(); index++) {
            if (results.get(index).outcome() != Outcome.SUCCEEDED) {
                throw new IllegalStateException(results.get(index).message());
            }
            times.add(new Times(
                    start,
                    optional(firstWrites[index]),
                    optional(lastProgress[index]),
                    verdicts[index],
                    verdicts[index]));
        }
        return times;
    }

    /** An application without changes has no write and no progress. */
    private static OptionalLong optional(long nanos) {
        return nanos == 0 ? OptionalLong.empty() : OptionalLong.of(nanos);
    }

    @Override
    public Attempt attempt(Application application, Duration timeout) {
        long start = System.nanoTime();
        RolloutResult result = rollOut(List.of(application), RolloutOptions.defaults(), (index, nanos, event) -> {})
                .getFirst();
        return new Attempt(result.outcome() == Outcome.SUCCEEDED, System.nanoTime() - start, result.message());
    }

    @Override
    public FailureTimes deployAndRollBack(Application failing, Application healthy, Duration timeout) {
        AtomicLong found = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        long start = System.nanoTime();
        RolloutResult result = rollOut(
                        List.of(failing),
                        RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK),
                        (index, nanos, event) -> {
                            switch (event) {
                                case RolloutEvent.Found finding -> found.compareAndSet(0, nanos);
                                case RolloutEvent.RollingBack rollingBack -> failed.compareAndSet(0, nanos);
                                default -> {
                                    // Other events are not measured here.
                                }
                            }
                        })
                .getFirst();
        long end = System.nanoTime();
        if (result.recovery() != RecoveryOutcome.ROLLED_BACK || found.get() == 0) {
            throw new IllegalStateException(result.message());
        }
        return new FailureTimes(start, OptionalLong.of(found.get()), failed.get(), end);
    }

    /** Rolls out applications of one namespace concurrently; returns when all rollouts have ended. */
    public List<RolloutResult> rollOut(List<Application> applications, RolloutOptions options, EventListener listener) {
        List<RolloutRequest> requests = applications.stream()
                .map(application -> new RolloutRequest(
                        application.namespace(), application.name(), application.objects(), TIMEOUT, options))
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
    public String userAgent() {
        return "deploy-workload";
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
