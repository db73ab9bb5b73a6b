package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.connection.Serial;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs a rollout's tasks one after the other. What no code expects must end the rollout: nobody would hear of it any more. */
final class Tasks implements Executor {

    private static final Logger LOGGER = Logger.getLogger(Tasks.class.getName());

    private final Serial serial = new Serial();
    private Consumer<Throwable> broke = problem -> {};

    /** @param listener told what a task has thrown; set before the first one */
    void onFailure(Consumer<Throwable> listener) {
        broke = listener;
    }

    @Override
    public void execute(Runnable task) {
        serial.execute(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                // Errors too (a class that is not there, a stack that is too small): the rollout could not go on.
                broke(e);
            }
        });
    }

    /** Goes on in a task with what comes of something, be it a failure. */
    <T> void after(CompletableFuture<T> future, BiConsumer<T, Throwable> next) {
        future.whenComplete((value, problem) -> execute(() -> next.accept(value, problem)));
    }

    /** Goes on in a task with what comes of something that never fails. */
    <T> void after(CompletableFuture<T> future, Consumer<T> next) {
        after(future, (value, problem) -> {
            if (problem == null) {
                next.accept(value);
            } else {
                broke(problem);
            }
        });
    }

    private void broke(Throwable problem) {
        LOGGER.log(Level.WARNING, "A rollout broke", problem);
        broke.accept(problem);
    }
}
