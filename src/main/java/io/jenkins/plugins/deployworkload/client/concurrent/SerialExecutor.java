package io.jenkins.plugins.deployworkload.client.concurrent;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs tasks one after the other, in order, on a virtual thread that exists only while tasks are queued. Fields that
 * only tasks of one executor access need no lock. {@link #execute} never blocks.
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

    /** Catches every exception and {@link Error}, because a failed task must not stop the tasks after it. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "A task failed; the following tasks still run", e);
        }
    }
}
