package io.jenkins.plugins.deployworkload.connection;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A subscriber that keeps what it is told. */
final class Recorder<T> implements WatchSubscriber<T> {

    final CompletableFuture<List<T>> present = new CompletableFuture<>();
    final BlockingQueue<T> changes = new LinkedBlockingQueue<>();
    final BlockingQueue<T> removals = new LinkedBlockingQueue<>();
    final BlockingQueue<ConnectionFailure> failures = new LinkedBlockingQueue<>();

    /** What had failed before it was told what is present. */
    volatile List<ConnectionFailure> failuresBefore = List.of();

    /** Far more than the 45 s after which a watch that was broken for long is tried again. */
    private static final long SECONDS = 240;

    private final Predicate<T> concern;

    Recorder() {
        this(object -> true);
    }

    Recorder(Predicate<T> concern) {
        this.concern = concern;
    }

    static <E> E next(BlockingQueue<E> queue) throws InterruptedException {
        E found = queue.poll(SECONDS, TimeUnit.SECONDS);
        if (found == null) {
            throw new AssertionError("nothing came");
        }
        return found;
    }

    List<T> awaitPresent() {
        return present.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public boolean concerns(T object) {
        return concern.test(object);
    }

    @Override
    public void present(List<T> objects) {
        failuresBefore = List.copyOf(failures);
        if (!present.complete(objects)) {
            throw new AssertionError("told twice what is present");
        }
    }

    @Override
    public void changed(T object) {
        changes.add(object);
    }

    @Override
    public void removed(T object) {
        removals.add(object);
    }

    @Override
    public void failed(ConnectionFailure failure) {
        failures.add(failure);
    }
}
