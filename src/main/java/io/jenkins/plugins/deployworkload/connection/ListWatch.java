package io.jenkins.plugins.deployworkload.connection;

import io.fabric8.kubernetes.api.model.HasMetadata;
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
final class ListWatch<T extends HasMetadata> {

    /** Told one after the other, never at the same time. */
    interface Sink<T> {

        /** All that there is; replaces what was told before. */
        void listed(List<T> objects);

        /** What is told from now on is what comes or changes; of what there is nothing is known. */
        void unseen();

        void changed(T object);

        void removed(T object);

        /** The present try failed, the next one will come. */
        void failed(ConnectionFailure failure);
    }

    /** The server ends a watch after so long, so that a new one finds a server that lives; in seconds. */
    private static final int SERVER_TIMEOUT = 300;

    /** API servers send a bookmark a minute: who says nothing for so long is gone, though the socket does not know it. */
    private static final Duration SILENCE = Duration.ofSeconds(150);

    /** How long somebody who was accepted before may be refused before that counts. */
    private static final Duration REFUSALS_MAY_PASS = Duration.ofSeconds(20);

    private final ApiRequests requests;
    private final Clients clients;
    private final ScheduledExecutorService scheduler;
    private final ListRequest<T> list;
    private final WatchLine.Reader<T> lines;
    private final String path;
    private final Selector selector;
    private final Beginning beginning;
    private final Sink<T> sink;
    private final Serial serial = new Serial();
    private final Setbacks setbacks = new Setbacks(System::nanoTime);
    private final Setbacks refusals = new Setbacks(System::nanoTime);

    private String version;
    private boolean accepted;
    private boolean afresh;

    /** The server has forgotten the version, and has sent no event and no bookmark since. */
    private boolean expired;

    private WatchStream stream;
    private Future<?> next;
    private volatile boolean closed;

    ListWatch(
            ApiRequests requests,
            Clients clients,
            ScheduledExecutorService scheduler,
            ResourceType<T> type,
            String namespace,
            Selector selector,
            Beginning beginning,
            Sink<T> sink) {
        this.requests = requests;
        this.clients = clients;
        this.scheduler = scheduler;
        this.path = type.path(namespace);
        this.list = new ListRequest<>(requests, type, path, selector);
        this.lines = new WatchLine.Reader<>(requests.serialization(), type.type());
        this.selector = selector;
        this.beginning = beginning;
        this.sink = sink;
    }

    void start() {
        serial.execute(
                switch (beginning) {
                    case LISTED -> this::list;
                    case FOLLOWED -> this::follow;
                    case UNSEEN -> this::passOver;
                });
    }

    void close() {
        closed = true;
        serial.execute(() -> {
            if (next != null) {
                next.cancel(false);
            }
            if (stream != null) {
                stream.close();
            }
        });
    }

    /** A watch from no version on begins with what there is. Only once: what went in between it would not tell. */
    private void follow() {
        sink.listed(List.of());
        watch();
    }

    /** Where there is much, its version is read sooner than itself. */
    private void passOver() {
        list.version()
                .whenComplete((now, problem) -> serial.execute(() -> {
                    if (problem != null) {
                        again(problem);
                    } else if (!closed) {
                        version = now;
                        sink.unseen();
                        watch();
                    }
                }));
    }

    private void list() {
        if (!closed) {
            list.send()
                    .whenComplete((found, problem) -> serial.execute(() -> {
                        if (problem != null) {
                            again(problem);
                        } else {
                            listed(found);
                        }
                    }));
        }
    }

    private void listed(ListRequest.Found<T> found) {
        if (closed) {
            return;
        }
        if (version == null) {
            // Later lists say nothing of watches, which may fail after each of them.
            setbacks.over();
            refusals.over();
        }
        version = found.version();
        sink.listed(found.objects());
        watch();
    }

    private void watch() {
        if (closed) {
            return;
        }
        Map<String, String> query = new HashMap<>(selector.query());
        query.put("watch", "true");
        if (version != null) {
            query.put("resourceVersion", version);
        }
        query.put("allowWatchBookmarks", "true");
        query.put(
                "timeoutSeconds",
                String.valueOf(SERVER_TIMEOUT + ThreadLocalRandom.current().nextInt(60)));
        String address = ApiRequest.get(path, query).address(requests.server());
        try {
            stream = new WatchStream(requests, clients, scheduler, address, SILENCE, serial, this::event, this::ended);
            stream.open();
        } catch (IllegalStateException | RejectedExecutionException e) {
            // Of a connection that is just being closed, the scheduler may be gone too.
            again(e);
        }
    }

    private void event(String line) {
        if (closed) {
            return;
        }
        WatchLine<T> event = lines.read(line);
        switch (event.type()) {
            case "ADDED", "MODIFIED" -> {
                sink.changed(event.object());
                seen(event.object());
            }
            case "DELETED" -> {
                sink.removed(event.object());
                seen(event.object());
            }
            case "BOOKMARK" -> seen(event.object());
            default -> {
                // A kind of event that a later server may send.
            }
        }
    }

    private void seen(T object) {
        String now = object.getMetadata().getResourceVersion();
        version = now == null ? version : now;
        setbacks.over();
        expired = false;
    }

    /** @param problem {@code null} if the server ended the watch as it was asked to */
    private void ended(Throwable problem) {
        if (stream.accepted()) {
            accepted = true;
            refusals.over();
        }
        stream = null;
        if (version != null && problem == null && setbacks.count() == 0) {
            // One end without anything before it is normal, a row of them is a server in trouble.
            setbacks.add();
            watch();
        } else if (version != null && isExpired(problem) && !expired) {
            expired = true;
            list();
        } else {
            again(problem == null ? new EOFException("the watch ended at once") : problem);
        }
    }

    private void again(Throwable problem) {
        if (closed) {
            return;
        }
        ConnectionFailure failure = requests.failure(problem);
        boolean refused = failure.kind() != ConnectionFailure.Kind.UNREACHABLE && !isExpired(problem);
        int before = setbacks.count();
        setbacks.add();
        // A watch may break once without anybody needing to know.
        boolean told = version == null || (mayPass(failure) ? refusalsLast() : refused || before > 1);
        long first = refused ? 1000 : 100;
        long delay = Math.min(30_000, first << Math.min(before, 10));
        afresh |= refused || isExpired(problem);
        next = scheduler.schedule(
                () -> serial.execute(this::retry),
                delay + ThreadLocalRandom.current().nextLong(delay / 2),
                TimeUnit.MILLISECONDS);
        if (told) {
            sink.failed(failure);
        }
    }

    private void retry() {
        next = null;
        if (version == null || afresh) {
            afresh = false;
            list();
        } else {
            watch();
        }
    }

    /** Tries now if it waits for that: somebody has come to whom only what was known before is told until then. */
    void hurry() {
        serial.execute(() -> {
            if (!closed && next != null && next.cancel(false)) {
                retry();
            }
        });
    }

    /**
     * An API server that has just started does not know its service accounts and roles yet, and refuses whom it accepts a
     * second later.
     */
    private boolean mayPass(ConnectionFailure failure) {
        return accepted
                && (failure.kind() == ConnectionFailure.Kind.UNAUTHENTICATED
                        || failure.kind() == ConnectionFailure.Kind.FORBIDDEN);
    }

    private boolean refusalsLast() {
        refusals.add();
        return refusals.last(REFUSALS_MAY_PASS);
    }

    /** The server does not know the version any more. */
    private static boolean isExpired(Throwable problem) {
        return Causes.status(problem) == HttpURLConnection.HTTP_GONE;
    }
}
