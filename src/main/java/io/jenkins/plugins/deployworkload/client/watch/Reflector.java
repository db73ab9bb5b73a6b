package io.jenkins.plugins.deployworkload.client.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.concurrent.Exceptions;
import io.jenkins.plugins.deployworkload.client.concurrent.SerialExecutor;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.HttpClientPool;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import java.io.EOFException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Lists what a selection holds and watches it from there on, until closed: goes on after broken connections and refusals
 * (a permission may be given while somebody waits), lists again when the server has forgotten the version (410).
 *
 * <p>fabric8's informers are not used over HTTP. Their {@code WatchHTTPManager} (7.3.1 to at least 7.8.0) decodes each chunk
 * with {@code UTF_8.decode(chunk).array()}, which splits a character whose bytes come in two chunks, and passes on the unused
 * tail of the buffer as NUL characters. And they retry a refused watch in silence.
 */
final class Reflector<T extends HasMetadata> {

    /** Told one after the other, never at the same time. */
    interface Store<T> {

        /** All that there is; replaces what was told before. */
        void replace(List<T> objects);

        /** What is told from now on is what comes or changes; of what there is nothing is known. */
        void skipInitialEvents();

        void upsert(T object);

        void delete(T object);

        /** The present try failed, the next one will come. */
        void watchFailed(ConnectionFailure failure);
    }

    /** The server ends a watch after so long, so that a new one finds a server that lives; in seconds. */
    private static final int TIMEOUT_SECONDS = 300;

    /** API servers send a bookmark a minute: who says nothing for so long is gone, though the socket does not know it. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(150);

    /** How long somebody who was accepted before may be refused before that counts. */
    private static final Duration REFUSAL_GRACE_PERIOD = Duration.ofSeconds(20);

    private final ApiClient apiClient;
    private final HttpClientPool clientPool;
    private final ScheduledExecutorService scheduler;
    private final ListPager<T> list;
    private final WatchEvent.Decoder<T> decoder;
    private final String path;
    private final Selector selector;
    private final InitialEvents initialEvents;
    private final Store<T> store;
    private final SerialExecutor executor = new SerialExecutor();
    private final FailureStreak failures = new FailureStreak(System::nanoTime);
    private final FailureStreak refusals = new FailureStreak(System::nanoTime);

    private String resourceVersion;
    private boolean accepted;
    private boolean relist;

    /** The server has forgotten the version, and has sent no event and no bookmark since. */
    private boolean expired;

    private WatchStream stream;
    private Future<?> nextRetry;
    private volatile boolean closed;

    Reflector(
            ApiClient requests,
            HttpClientPool clients,
            ScheduledExecutorService scheduler,
            ResourceType<T> type,
            String namespace,
            Selector selector,
            InitialEvents beginning,
            Store<T> sink) {
        this.apiClient = requests;
        this.clientPool = clients;
        this.scheduler = scheduler;
        this.path = type.path(namespace);
        this.list = new ListPager<>(requests, type, path, selector);
        this.decoder = new WatchEvent.Decoder<>(requests.serialization(), type.type());
        this.selector = selector;
        this.initialEvents = beginning;
        this.store = sink;
    }

    void start() {
        executor.execute(
                switch (initialEvents) {
                    case LIST -> this::list;
                    case SYNTHETIC -> this::watchWithoutList;
                    case NONE -> this::watchFromNow;
                });
    }

    void close() {
        closed = true;
        executor.execute(() -> {
            if (nextRetry != null) {
                nextRetry.cancel(false);
            }
            if (stream != null) {
                stream.close();
            }
        });
    }

    /** A watch from no version on begins with what there is. Only once: what went in between it would not tell. */
    private void watchWithoutList() {
        store.replace(List.of());
        watch();
    }

    /** Where there is much, its version is read sooner than itself. */
    private void watchFromNow() {
        list.resourceVersion()
                .whenComplete((now, problem) -> executor.execute(() -> {
                    if (problem != null) {
                        scheduleRetry(problem);
                    } else if (!closed) {
                        resourceVersion = now;
                        store.skipInitialEvents();
                        watch();
                    }
                }));
    }

    private void list() {
        if (!closed) {
            list.list()
                    .whenComplete((found, problem) -> executor.execute(() -> {
                        if (problem != null) {
                            scheduleRetry(problem);
                        } else {
                            onListed(found);
                        }
                    }));
        }
    }

    private void onListed(ListPager.ListResult<T> found) {
        if (closed) {
            return;
        }
        if (resourceVersion == null) {
            // Later lists say nothing of watches, which may fail after each of them.
            failures.reset();
            refusals.reset();
        }
        resourceVersion = found.resourceVersion();
        store.replace(found.objects());
        watch();
    }

    private void watch() {
        if (closed) {
            return;
        }
        Map<String, String> query = new HashMap<>(selector.query());
        query.put("watch", "true");
        if (resourceVersion != null) {
            query.put("resourceVersion", resourceVersion);
        }
        query.put("allowWatchBookmarks", "true");
        query.put(
                "timeoutSeconds",
                String.valueOf(TIMEOUT_SECONDS + ThreadLocalRandom.current().nextInt(60)));
        String address = ApiRequest.get(path, query).url(apiClient.server());
        try {
            stream = new WatchStream(
                    apiClient,
                    clientPool,
                    scheduler,
                    address,
                    IDLE_TIMEOUT,
                    executor,
                    this::onEvent,
                    this::onWatchEnded);
            stream.open();
        } catch (IllegalStateException | RejectedExecutionException e) {
            // Of a connection that is just being closed, the scheduler may be gone too.
            scheduleRetry(e);
        }
    }

    private void onEvent(String line) {
        if (closed) {
            return;
        }
        WatchEvent<T> event = decoder.decode(line);
        switch (event.type()) {
            case "ADDED", "MODIFIED" -> {
                store.upsert(event.object());
                advanceTo(event.object());
            }
            case "DELETED" -> {
                store.delete(event.object());
                advanceTo(event.object());
            }
            case "BOOKMARK" -> advanceTo(event.object());
            default -> {
                // A kind of event that a later server may send.
            }
        }
    }

    private void advanceTo(T object) {
        String now = object.getMetadata().getResourceVersion();
        resourceVersion = now == null ? resourceVersion : now;
        failures.reset();
        expired = false;
    }

    /** @param problem {@code null} if the server ended the watch as it was asked to */
    private void onWatchEnded(Throwable problem) {
        if (stream.accepted()) {
            accepted = true;
            refusals.reset();
        }
        stream = null;
        if (resourceVersion != null && problem == null && failures.count() == 0) {
            // One end without anything before it is normal, a row of them is a server in trouble.
            failures.recordFailure();
            watch();
        } else if (resourceVersion != null && isExpired(problem) && !expired) {
            expired = true;
            list();
        } else {
            scheduleRetry(problem == null ? new EOFException("the watch ended at once") : problem);
        }
    }

    private void scheduleRetry(Throwable problem) {
        if (closed) {
            return;
        }
        ConnectionFailure failure = apiClient.failure(problem);
        boolean refused = failure.kind() != ConnectionFailure.Kind.UNREACHABLE && !isExpired(problem);
        int before = failures.count();
        failures.recordFailure();
        // A watch may break once without anybody needing to know.
        boolean told = resourceVersion == null || (mayBeTransient(failure) ? refusalPersists() : refused || before > 1);
        long first = refused ? 1000 : 100;
        long delay = Math.min(30_000, first << Math.min(before, 10));
        relist |= refused || isExpired(problem);
        nextRetry = scheduler.schedule(
                () -> executor.execute(this::retry),
                delay + ThreadLocalRandom.current().nextLong(delay / 2),
                TimeUnit.MILLISECONDS);
        if (told) {
            store.watchFailed(failure);
        }
    }

    private void retry() {
        nextRetry = null;
        if (resourceVersion == null || relist) {
            relist = false;
            list();
        } else {
            watch();
        }
    }

    /** Tries now if it waits for that: somebody has come to whom only what was known before is told until then. */
    void retryNow() {
        executor.execute(() -> {
            if (!closed && nextRetry != null && nextRetry.cancel(false)) {
                retry();
            }
        });
    }

    /**
     * An API server that has just started does not know its service accounts and roles yet, and refuses whom it accepts a
     * second later.
     */
    private boolean mayBeTransient(ConnectionFailure failure) {
        return accepted
                && (failure.kind() == ConnectionFailure.Kind.UNAUTHENTICATED
                        || failure.kind() == ConnectionFailure.Kind.FORBIDDEN);
    }

    private boolean refusalPersists() {
        refusals.recordFailure();
        return refusals.hasLasted(REFUSAL_GRACE_PERIOD);
    }

    /** The server does not know the version any more. */
    private static boolean isExpired(Throwable problem) {
        return Exceptions.status(problem) == HttpURLConnection.HTTP_GONE;
    }
}
