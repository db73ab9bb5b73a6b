package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The deploy of a scenario during a fault: aborted, resumed by a second engine, or neither. */
final class ScenarioDeploy {

    private static final String STOP_REASON = "the test stops it";

    private final DeployRunner runner;
    private final Scenario scenario;
    private final List<HasMetadata> objects;
    private final Random random;
    private final InjectedFault injected;
    private final RolloutListener listener;

    ScenarioDeploy(
            DeployRunner runner,
            Scenario scenario,
            WorkloadRevisions workload,
            Random random,
            InjectedFault injected,
            RolloutListener listener) {
        this.runner = runner;
        this.scenario = scenario;
        this.objects = scenario.deployed(workload);
        this.random = random;
        this.injected = injected;
        this.listener = listener;
    }

    /** @return empty if the rollout did not end */
    Optional<RolloutResult> run() throws InterruptedException {
        return switch (scenario) {
            case ABORTED -> runAndAbort();
            case RESUMED_AFTER_RESTART, CUSTOM_RESUMED -> runAndResume();
            default -> runUntilKilled();
        };
    }

    /** Aborts the rollout after a random number of objects is applied, or when the rollout waits. */
    private Optional<RolloutResult> runAndAbort() throws InterruptedException {
        CompletableFuture<Rollout> rollout = new CompletableFuture<>();
        AtomicInteger remaining = new AtomicInteger(1 + random.nextInt(objects.size() + 1));
        return runner.deploy(
                injected.engine(),
                objects,
                scenario.options(),
                event -> {
                    listener.on(event);
                    if ((event instanceof RolloutEvent.Applied || event instanceof RolloutEvent.Waiting)
                            && remaining.decrementAndGet() == 0) {
                        rollout.thenAccept(started -> started.stop(STOP_REASON));
                    }
                },
                rollout::complete);
    }

    /**
     * Simulates a restart of Jenkins: stops the rollout in the first engine, and resumes the rollout in a second
     * engine.
     */
    private Optional<RolloutResult> runAndResume() throws InterruptedException {
        CompletableFuture<Rollout> rollout = new CompletableFuture<>();
        AtomicReference<RolloutCheckpoint> checkpoint = new AtomicReference<>();
        Optional<RolloutResult> first = runner.deploy(
                injected.engine(),
                objects,
                scenario.options(),
                event -> {
                    listener.on(event);
                    if (event instanceof RolloutEvent.Waiting waiting) {
                        checkpoint.set(waiting.checkpoint());
                        rollout.thenAccept(started -> started.stop(STOP_REASON));
                    }
                },
                rollout::complete);
        return first.isPresent() && first.get().outcome() == Outcome.ABORTED ? resume(checkpoint.get()) : first;
    }

    /** If the fault kills the first engine, resumes from its checkpoint at this moment. */
    private Optional<RolloutResult> runUntilKilled() throws InterruptedException {
        CompletableFuture<Rollout> rollout = new CompletableFuture<>();
        CompletableFuture<RolloutCheckpoint> checkpoint =
                injected.killed().thenCombine(rollout, (killed, started) -> started.checkpoint());
        CompletableFuture<Optional<RolloutResult>> first = new CompletableFuture<>();
        Thread.ofVirtual().name("first engine").start(() -> completeWithDeploy(first, rollout));
        try {
            CompletableFuture.anyOf(first, checkpoint).get();
            if (!injected.killed().isDone()) {
                return first.get();
            }
            // Ends the threads of the dead engine.
            rollout.get().stop(STOP_REASON);
            Optional<RolloutResult> result = resume(checkpoint.get());
            first.get();
            return result;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void completeWithDeploy(
            CompletableFuture<Optional<RolloutResult>> first, CompletableFuture<Rollout> rollout) {
        try {
            first.complete(runner.deploy(
                    injected.engine(), objects, scenario.options(), this::reportIfAlive, rollout::complete));
        } catch (InterruptedException | RuntimeException | Error e) {
            first.completeExceptionally(new CompletionException(e));
        }
    }

    private void reportIfAlive(RolloutEvent event) {
        injected.onEvent(event);
        if (!injected.killed().isDone()) {
            listener.on(event);
        }
    }

    private Optional<RolloutResult> resume(RolloutCheckpoint checkpoint) throws InterruptedException {
        boolean needsObjects = !checkpoint.allApplied() && checkpoint.failed() == null;
        return runner.resume(
                injected.resumingEngine(), checkpoint.toJson(), needsObjects ? objects : List.of(), listener);
    }
}
