package io.jenkins.plugins.deployworkload.client.watch;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A subscriber that keeps what it is told. */
public final class RecordingEventHandler<T> implements ResourceEventHandler<T> {

    final CompletableFuture<List<T>> present = new CompletableFuture<>();
    public final BlockingQueue<T> upserts = new LinkedBlockingQueue<>();
    public final BlockingQueue<T> deletes = new LinkedBlockingQueue<>();
    public final BlockingQueue<ConnectionFailure> errors = new LinkedBlockingQueue<>();

    /** What had failed before it was told what is present. */
    volatile List<ConnectionFailure> errorsBeforeList = List.of();

    /** Far more than the 45 s after which a watch that was broken for long is tried again. */
    private static final long TIMEOUT_SECONDS = 240;

    private final Predicate<T> filter;

    public RecordingEventHandler() {
        this(object -> true);
    }

    RecordingEventHandler(Predicate<T> concern) {
        this.filter = concern;
    }

    public static <E> E next(BlockingQueue<E> queue) throws InterruptedException {
        E found = queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (found == null) {
            throw new AssertionError("nothing came");
        }
        return found;
    }

    public List<T> awaitList() {
        return present.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public boolean accepts(T object) {
        return filter.test(object);
    }

    @Override
    public void onList(List<T> objects) {
        errorsBeforeList = List.copyOf(errors);
        if (!present.complete(objects)) {
            throw new AssertionError("told twice what is present");
        }
    }

    @Override
    public void onUpsert(T object) {
        upserts.add(object);
    }

    @Override
    public void onDelete(T object) {
        deletes.add(object);
    }

    @Override
    public void onError(ConnectionFailure failure) {
        errors.add(failure);
    }
}
