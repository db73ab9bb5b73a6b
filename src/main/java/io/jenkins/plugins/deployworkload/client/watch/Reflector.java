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
 * Lists and watches the objects that match a selector, until closed. The Reflector retries after broken connections. It
 * also retries after error responses, because a missing permission may be granted later. When the resourceVersion has
 * expired (status 410), the Reflector lists the objects again.
 *
 * <p>This class replaces fabric8's informers, which have two faults over HTTP. First, fabric8's
 * {@code WatchHTTPManager} (7.3.1 to at least 7.8.0) decodes each chunk with {@code UTF_8.decode(chunk).array()}. That
 * call breaks a character whose bytes arrive in two chunks, and appends NUL characters from the unused end of the
 * buffer. Second, fabric8's informers retry a refused watch without reporting the error.
 */
final class Reflector<T extends HasMetadata> {

    /** In seconds. The server ends each watch after this time, and the next watch connects to a live API server. */
    private static final int TIMEOUT_SECONDS = 300;

    /** A connection without data for this time is treated as dead, because API servers send a bookmark every minute. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(150);

    /** How long a server that has accepted a watch before may refuse watches until handlers are notified. */
    private static final Duration REFUSAL_GRACE_PERIOD = Duration.ofSeconds(20);

    private final ApiClient apiClient;
    private final HttpClientPool clientPool;
    private final ScheduledExecutorService scheduler;
    private final ListPager<T> pager;
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
    /** Whether the resourceVersion has expired, and no event or bookmark has arrived since it expired. */
    private boolean expired;

    private WatchStream stream;
    private Future<?> nextRetry;
    private volatile boolean closed;

    Reflector(
            ApiClient apiClient,
            HttpClientPool clientPool,
            ScheduledExecutorService scheduler,
            ResourceType<T> type,
            String namespace,
            Selector selector,
            InitialEvents initialEvents,
            Store<T> store) {
        this.apiClient = apiClient;
        this.clientPool = clientPool;
        this.scheduler = scheduler;
        this.path = type.path(namespace);
        this.pager = new ListPager<>(apiClient, type, path, selector);
        this.decoder = new WatchEvent.Decoder<>(apiClient.serialization(), type.type(), path);
        this.selector = selector;
        this.initialEvents = initialEvents;
        this.store = store;
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

    /**
     * Starts a watch without a resourceVersion, so that the server sends existing objects as synthetic events. Only the
     * first watch may start without a resourceVersion. A later watch would miss the objects that were deleted while no
     * watch was open.
     */
    private void watchWithoutList() {
        store.replace(List.of());
        watch();
    }

    /** Starts a watch at the current resourceVersion, which is faster to fetch than the whole list. */
    private void watchFromNow() {
        pager.resourceVersion()
                .whenComplete((current, problem) -> executor.execute(() -> {
                    if (problem != null) {
                        scheduleRetry(problem);
                    } else if (!closed) {
                        resourceVersion = current;
                        store.skipInitialEvents();
                        watch();
                    }
                }));
    }

    private void list() {
        if (!closed) {
            pager.list()
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
            // Only the first list resets the failures. A later list does not show that the problem is over, because the
            // next watch may fail again.
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
            // The connection or its scheduler was closed in the meantime.
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
            default -> {} // An event type of a later API version.
        }
    }

    private void advanceTo(T object) {
        String now = object.getMetadata().getResourceVersion();
        resourceVersion = now == null ? resourceVersion : now;
        failures.reset();
        expired = false;
    }

    /** @param problem the error that ended the watch; {@code null} if the server ended the watch after its timeout */
    private void onWatchEnded(Throwable problem) {
        if (stream.accepted()) {
            accepted = true;
            refusals.reset();
        }
        stream = null;
        if (resourceVersion != null && problem == null && failures.count() == 0) {
            // Open the next watch at once, because one watch without events is normal. Several watches without events
            // in a row mean that the server has a problem.
            failures.recordFailure();
            watch();
        } else if (resourceVersion != null && isExpired(problem) && !expired) {
            expired = true;
            list();
        } else {
            scheduleRetry(problem == null ? new EOFException("watch ended without events") : problem);
        }
    }

    private void scheduleRetry(Throwable problem) {
        if (closed) {
            return;
        }
        ConnectionFailure failure = apiClient.failure(problem);
        boolean refused = failure.kind() != ConnectionFailure.Kind.UNREACHABLE && !isExpired(problem);
        int earlier = failures.count();
        failures.recordFailure();
        // Do not notify handlers of a single broken watch.
        boolean notify =
                resourceVersion == null || (mayBeTransient(failure) ? refusalPersists() : refused || earlier > 1);
        long initialDelay = refused ? 1000 : 100;
        long delay = Math.min(30_000, initialDelay << Math.min(earlier, 10));
        relist |= refused || isExpired(problem);
        nextRetry = scheduler.schedule(
                () -> executor.execute(this::retry),
                delay + ThreadLocalRandom.current().nextLong(delay / 2),
                TimeUnit.MILLISECONDS);
        if (notify) {
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

    /**
     * Runs a scheduled retry now. Without this retry, a new handler could receive only outdated objects for up to 45 s.
     */
    void retryNow() {
        executor.execute(() -> {
            if (!closed && nextRetry != null && nextRetry.cancel(false)) {
                retry();
            }
        });
    }

    /**
     * Whether the server may accept the next watch soon. An API server that has just started refuses every account
     * until it has loaded the service accounts and roles. A list shows that the server knows the account, but not that
     * the account may watch.
     */
    private boolean mayBeTransient(ConnectionFailure failure) {
        boolean listed = resourceVersion != null;
        return failure.kind() == ConnectionFailure.Kind.UNAUTHENTICATED && (accepted || listed)
                || failure.kind() == ConnectionFailure.Kind.FORBIDDEN && accepted;
    }

    private boolean refusalPersists() {
        refusals.recordFailure();
        return refusals.hasLasted(REFUSAL_GRACE_PERIOD);
    }

    private static boolean isExpired(Throwable problem) {
        return Exceptions.status(problem) == HttpURLConnection.HTTP_GONE;
    }
}
