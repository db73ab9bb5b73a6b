package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Handles Ctrl-C and SIGTERM. After Ctrl-C or SIGTERM, the rollouts stop waiting, and the applied objects stay in the
 * cluster. The process ends when all rollouts have reported the state of their objects.
 */
final class InterruptHandler implements AutoCloseable {

    /** How long the process waits for pending writes, in seconds. */
    private static final long TIMEOUT_SECONDS = 20;

    private final PrintWriter err;
    private final boolean embedded;
    private final Thread hook = new Thread(this::stop, "interrupt handler");
    private final List<Rollout> rollouts = new ArrayList<>();
    private boolean interrupted;

    /** @param embedded whether this process runs the control plane, which then stops with the process */
    InterruptHandler(PrintWriter err, boolean embedded) {
        this.err = err;
        this.embedded = embedded;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts a rollout, unless the process was interrupted. */
    synchronized void start(Supplier<Rollout> rollout) {
        if (!interrupted) {
            rollouts.add(rollout.get());
        }
    }

    /** Waits for all started rollouts. */
    List<RolloutResult> results() {
        return started().stream().map(rollout -> rollout.result().join()).toList();
    }

    synchronized boolean wasInterrupted() {
        return interrupted;
    }

    private synchronized List<Rollout> started() {
        return List.copyOf(rollouts);
    }

    private void stop() {
        synchronized (this) {
            interrupted = true;
        }
        List<Rollout> pending = started();
        if (pending.isEmpty()) {
            err.println("Interrupted. Nothing was applied.");
        }
        pending.forEach(rollout -> rollout.stop("Interrupted"));
        CompletableFuture<?>[] results = pending.stream().map(Rollout::result).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(results)
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            err.println("The API server did not respond in time. Pending writes may have been applied.");
        }
        if (embedded) {
            err.println("The embedded control plane stops, and the applied objects are lost.");
        }
        err.flush();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is already running, so it cannot be removed.
        }
    }
}
