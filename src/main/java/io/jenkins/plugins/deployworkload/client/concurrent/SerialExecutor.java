package io.jenkins.plugins.deployworkload.client.concurrent;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs tasks one after the other in the order given, on a virtual thread that exists only while there are some: state that
 * is touched by such tasks alone needs no lock. Whoever hands in a task never waits.
 */
public final class SerialExecutor implements Executor {

    private static final Logger LOGGER = Logger.getLogger(SerialExecutor.class.getName());

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            VirtualThreads.start(this::drain);
        }
    }

    private void drain() {
        do {
            run(tasks.remove());
        } while (pending.decrementAndGet() > 0);
    }

    /** Whatever a task throws, be it an error of the runtime: without the next ones nobody would ever hear of it. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "A task failed; the next ones go on", e);
        }
    }
}
