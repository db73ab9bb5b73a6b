package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.client.http.HttpClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * HTTP clients that are used in turn: as many at a time as what is under way needs. A client has one HTTP/2 connection to a
 * host. Each request, and each watch for as long as it is open, takes a stream of it, and beyond the server's limit of
 * streams the JDK's client fails the next one instead of waiting. Go's servers allow 100 or 250, proxies often 100 or 128.
 * And that client never leaves a connection that has died without a word: only another client makes a new one.
 */
public final class HttpClientPool {

    /** Streams a client. */
    static final int MAX_STREAMS = 80;

    private final Supplier<HttpClient> factory;
    private final LongConsumer onDead;
    private final List<PooledClient> clients = new ArrayList<>();
    private final Set<Lease> leases = new HashSet<>();
    private final Object lock = new Object();
    private boolean closed;

    public HttpClientPool(Supplier<HttpClient> maker) {
        this.factory = maker;
        this.onDead = since -> {};
    }

    /**
     * @param first as long as it has room and lives; it is not closed by this
     * @param maker makes others, which are
     * @param died told when a connection has turned out to be dead, and since when, by {@link System#nanoTime}
     */
    public HttpClientPool(HttpClient first, Supplier<HttpClient> maker, LongConsumer died) {
        this.factory = maker;
        this.onDead = died;
        clients.add(new PooledClient(first, false));
    }

    /** A place for one request, on a client that has room. */
    Lease acquire() {
        return acquire(since -> {});
    }

    /**
     * A place for one watch, on a client that has room.
     *
     * @param doubted told when there is reason to think that the connection may be dead, and since when
     */
    public Lease acquire(LongConsumer doubted) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("The connection is closed");
            }
            PooledClient slots = clients.stream()
                    .filter(candidate -> candidate.activeStreams < candidate.maxStreams)
                    .findFirst()
                    .orElseGet(this::addClient);
            slots.activeStreams++;
            Lease slot = new Lease(slots, doubted);
            leases.add(slot);
            return slot;
        }
    }

    /**
     * Others to the same server have died: what is here may be dead too, and would show it only much later.
     *
     * @param since by {@link System#nanoTime}
     */
    public void suspectDead(long since) {
        List<Lease> doubtful;
        List<PooledClient> idle;
        synchronized (lock) {
            clients.forEach(slots -> slots.maxStreams = 0);
            idle = clients.stream().filter(slots -> slots.activeStreams == 0).toList();
            clients.removeAll(idle);
            doubtful = List.copyOf(leases);
        }
        idle.forEach(PooledClient::close);
        doubtful.forEach(slot -> slot.onSuspect.accept(since));
    }

    private PooledClient addClient() {
        PooledClient slots = new PooledClient(factory.get(), true);
        clients.add(slots);
        return slots;
    }

    public int size() {
        synchronized (lock) {
            return clients.size();
        }
    }

    public void close() {
        List<PooledClient> all;
        synchronized (lock) {
            closed = true;
            all = List.copyOf(clients);
            clients.clear();
        }
        all.forEach(PooledClient::close);
    }

    private static final class PooledClient {
        private final HttpClient client;
        private final boolean owned;
        private int maxStreams = MAX_STREAMS;
        private int activeStreams;

        PooledClient(HttpClient client, boolean own) {
            this.client = client;
            this.owned = own;
        }

        void close() {
            if (owned) {
                client.close();
            }
        }
    }

    /** The place of one request or watch. */
    public final class Lease {

        private final PooledClient pooled;
        private final LongConsumer onSuspect;

        private Lease(PooledClient slots, LongConsumer doubted) {
            this.pooled = slots;
            this.onSuspect = doubted;
        }

        public HttpClient client() {
            return pooled.client;
        }

        /** Gives the place back; the client goes with the last on it, unless it is the only one. */
        public void release() {
            boolean close = false;
            synchronized (lock) {
                if (leases.remove(this)) {
                    pooled.activeStreams--;
                    // A client may already have been taken off the list by close().
                    close = pooled.activeStreams == 0
                            && (clients.size() > 1 || pooled.maxStreams == 0)
                            && clients.remove(pooled);
                }
            }
            if (close) {
                pooled.close();
            }
        }

        /** The server allows fewer streams than hoped for: this client takes no more than it has now. */
        public void markFull() {
            synchronized (lock) {
                pooled.maxStreams = Math.min(pooled.maxStreams, Math.max(1, pooled.activeStreams - 1));
            }
        }

        /**
         * The connection is dead, and the client would go on using it: nobody else is put on it.
         *
         * @param since by {@link System#nanoTime}
         */
        public void markDead(long since) {
            boolean known;
            synchronized (lock) {
                known = pooled.maxStreams == 0;
                pooled.maxStreams = 0;
            }
            if (!known) {
                onDead.accept(since);
            }
        }
    }
}
