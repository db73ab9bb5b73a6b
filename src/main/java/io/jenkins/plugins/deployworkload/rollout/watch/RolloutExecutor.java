package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.client.concurrent.SerialExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs a rollout's tasks one after the other. What no code expects must end the rollout: nobody would hear of it any more. */
public final class RolloutExecutor implements Executor {

    private static final Logger LOGGER = Logger.getLogger(RolloutExecutor.class.getName());

    private final SerialExecutor serial = new SerialExecutor();
    private Consumer<Throwable> failed = problem -> {};

    /** @param listener told what a task has thrown; set before the first one */
    public void onFailure(Consumer<Throwable> listener) {
        failed = listener;
    }

    @Override
    public void execute(Runnable task) {
        serial.execute(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                // Errors too (a class that is not there, a stack that is too small): the rollout could not go on.
                failed(e);
            }
        });
    }

    /** Goes on in a task with what comes of something, be it a failure. */
    public <T> void after(CompletableFuture<T> future, BiConsumer<T, Throwable> next) {
        future.whenComplete((value, problem) -> execute(() -> next.accept(value, problem)));
    }

    /** Goes on in a task with what comes of something that never fails. */
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
        LOGGER.log(Level.WARNING, "A rollout broke", problem);
        failed.accept(problem);
    }
}
