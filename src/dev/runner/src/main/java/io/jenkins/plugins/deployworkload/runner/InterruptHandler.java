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
 * Ctrl-C, or a SIGTERM: the waiting ends, and not what was applied. The process stays until each rollout has said what runs
 * on.
 */
final class InterruptHandler implements AutoCloseable {

    /** As long as the answers to what is just being applied are waited for. */
    private static final long TIMEOUT_SECONDS = 20;

    private final PrintWriter err;
    private final boolean embedded;
    private final Thread hook = new Thread(this::stop, "interruption");
    private final List<Rollout> rollouts = new ArrayList<>();
    private boolean interrupted;

    /** @param embedded whether the cluster is this process's own, and ends with it */
    InterruptHandler(PrintWriter err, boolean embedded) {
        this.err = err;
        this.embedded = embedded;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Begins a rollout, unless the process is ending. */
    synchronized void start(Supplier<Rollout> rollout) {
        if (!interrupted) {
            rollouts.add(rollout.get());
        }
    }

    /** Waits for the end of all that was begun. */
    List<RolloutResult> results() {
        return running().stream().map(rollout -> rollout.result().join()).toList();
    }

    synchronized boolean wasInterrupted() {
        return interrupted;
    }

    private synchronized List<Rollout> running() {
        return List.copyOf(rollouts);
    }

    private void stop() {
        synchronized (this) {
            interrupted = true;
        }
        List<Rollout> under = running();
        if (under.isEmpty()) {
            err.println("Interrupted; nothing was applied.");
        }
        under.forEach(rollout -> rollout.stop("interrupted"));
        CompletableFuture<?>[] ends = under.stream().map(Rollout::result).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends)
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            err.println("Not all answers have come: what was being applied may have been taken all the same.");
        }
        if (embedded) {
            err.println("The embedded control plane ends too, and what was applied with it.");
        }
        err.flush();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already.
        }
    }
}
