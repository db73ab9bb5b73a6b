package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The mailbox of a rollout. Any thread posts tasks, such as the update for a watch event. The thread of the rollout runs
 * these tasks while it waits, one at a time and in order, so the state of the rollout needs no lock.
 */
public final class Mailbox implements Executor {

    /** Decides whether to go on waiting. */
    @FunctionalInterface
    public interface Check<X extends Exception> {

        /** @throws X to end the wait */
        void run() throws X;
    }

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    /** Posts a task. Tasks after {@link #close} are dropped. */
    @Override
    public void execute(Runnable task) {
        if (!closed) {
            tasks.add(task);
        }
    }

    /**
     * Runs tasks until the future is complete and all tasks that were posted before its completion have run.
     *
     * @param check runs before the wait and after each task
     * @throws X the exception of the check
     * @throws RuntimeException the exception of the future or of a task
     */
    public <T, X extends Exception> T await(CompletableFuture<T> future, Check<X> check) throws X {
        AtomicBoolean complete = new AtomicBoolean();
        future.whenComplete((value, problem) -> execute(() -> complete.set(true)));
        check.run();
        while (!complete.get()) {
            take().run();
            check.run();
        }
        return VirtualThreads.join(future);
    }

    /** Waits for a task, and runs it together with the tasks that have arrived meanwhile. */
    public void runBurst() {
        List<Runnable> burst = new ArrayList<>(List.of(take()));
        tasks.drainTo(burst);
        burst.forEach(Runnable::run);
    }

    private Runnable take() {
        try {
            return tasks.take();
        } catch (InterruptedException e) {
            // Nobody interrupts the thread of a rollout: an abort is a task of the mailbox.
            throw new IllegalStateException(e);
        }
    }

    /** Drops all tasks. The rollout has ended. */
    public void close() {
        closed = true;
        tasks.clear();
    }
}
