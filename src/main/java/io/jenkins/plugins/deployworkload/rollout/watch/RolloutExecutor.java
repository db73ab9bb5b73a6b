package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.client.concurrent.SerialExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs the tasks of a rollout one at a time. An exception in a task must end the rollout, because otherwise the rollout
 * would never complete.
 */
public final class RolloutExecutor implements Executor {

    private static final Logger LOGGER = Logger.getLogger(RolloutExecutor.class.getName());

    private final SerialExecutor serial = new SerialExecutor();
    private Consumer<Throwable> failureListener = problem -> {};

    /** @param listener receives the exception of a task; must be set before the first task */
    public void onFailure(Consumer<Throwable> listener) {
        failureListener = listener;
    }

    @Override
    public void execute(Runnable task) {
        serial.execute(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                // Catch errors such as NoClassDefFoundError or StackOverflowError too, because the rollout cannot
                // continue after them.
                failed(e);
            }
        });
    }

    /** Runs the continuation in a task, with the value or the exception of the future. */
    public <T> void after(CompletableFuture<T> future, BiConsumer<T, Throwable> next) {
        future.whenComplete((value, problem) -> execute(() -> next.accept(value, problem)));
    }

    /** Runs the continuation in a task, with the value of a future that must not fail. */
    public <T> void after(CompletableFuture<T> future, Consumer<T> next) {
        after(future, (value, problem) -> {
            if (problem == null) {
                next.accept(value);
            } else {
                failed(problem);
            }
        });
    }

    private void failed(Throwable problem) {
        LOGGER.log(Level.WARNING, "A task of a rollout failed", problem);
        failureListener.accept(problem);
    }
}
