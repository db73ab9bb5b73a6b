package io.jenkins.plugins.deployworkload.client.watch;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Records the events of a watch. */
public final class RecordingEventHandler<T> implements ResourceEventHandler<T> {

    final CompletableFuture<List<T>> listed = new CompletableFuture<>();
    public final BlockingQueue<T> upserts = new LinkedBlockingQueue<>();
    public final BlockingQueue<T> deletes = new LinkedBlockingQueue<>();
    public final BlockingQueue<ConnectionFailure> errors = new LinkedBlockingQueue<>();

    /** The errors that this handler received before {@link #onList} was called. */
    volatile List<ConnectionFailure> errorsBeforeList = List.of();

    /**
     * How long a test waits for an event: much longer than 45 s, the longest delay between two attempts of a broken
     * watch.
     */
    private static final long TIMEOUT_SECONDS = 240;

    private final Predicate<T> filter;

    public RecordingEventHandler() {
        this(object -> true);
    }

    RecordingEventHandler(Predicate<T> filter) {
        this.filter = filter;
    }

    public static <E> E next(BlockingQueue<E> queue) throws InterruptedException {
        E event = queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event in time");
        }
        return event;
    }

    public List<T> awaitList() {
        return listed.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public boolean accepts(T object) {
        return filter.test(object);
    }

    @Override
    public void onList(List<T> objects) {
        errorsBeforeList = List.copyOf(errors);
        if (!listed.complete(objects)) {
            throw new AssertionError("onList was called twice");
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
