package io.jenkins.plugins.deployworkload.client.concurrent;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs blocking code on virtual threads. Virtual threads need no pool, so there is no pool size to choose and no pool
 * to shut down.
 */
public final class VirtualThreads {

    private VirtualThreads() {}

    public static void start(Runnable task) {
        Thread.ofVirtual().name("deploy-workload").start(task);
    }

    /** Runs a task on a new virtual thread. */
    public static <T> CompletableFuture<T> submit(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, VirtualThreads::start);
    }

    /** Like {@link #submit}, for a task without a result. */
    public static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, VirtualThreads::start);
    }

    /**
     * Runs a task for each item, all at the same time, and waits until all tasks have ended.
     *
     * @return the results in the order of the items
     * @throws RuntimeException the exception of the first item whose task failed
     */
    public static <T, R> List<R> forEach(Collection<T> items, Function<T, R> task) {
        List<CompletableFuture<R>> running =
                items.stream().map(item -> submit(() -> task.apply(item))).toList();
        awaitAll(running);
        return running.stream().map(VirtualThreads::join).toList();
    }

    /** Waits until all futures are complete, whether they failed or not. */
    public static void awaitAll(Collection<? extends CompletableFuture<?>> futures) {
        for (CompletableFuture<?> future : futures) {
            try {
                future.join();
            } catch (RuntimeException e) {
                // Ignore the failure, because a caller that needs the result gets the exception from the future.
            }
        }
    }

    /** Waits, such as between two attempts. An interrupt of the thread does not end the wait. */
    public static void pause(Duration time) {
        Delay.of(time).join();
    }

    /**
     * Waits for the result of a future. An interrupt of the thread does not end the wait, because the future may be the
     * response to a write.
     *
     * @throws RuntimeException the exception of the future, without the {@link CompletionException} around it
     */
    public static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
