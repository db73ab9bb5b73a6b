package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.client.http.HttpClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A pool of HTTP clients that grows with the number of requests in flight. A JDK client has one HTTP/2 connection to a
 * host. Each request and each open watch uses one stream of the connection. When the server's stream limit is reached,
 * further requests of the JDK client fail and are not queued. Go servers allow 100 or 250 streams, and proxies often
 * allow 100 or 128. The pool also replaces clients whose connection died silently, because a JDK client keeps using
 * such a connection.
 */
public final class HttpClientPool {

    /** Maximum number of streams that one client may use. */
    static final int MAX_STREAMS = 80;

    private final Supplier<HttpClient> factory;
    private final LongConsumer onDead;
    private final List<PooledClient> clients = new ArrayList<>();
    private final Set<Lease> leases = new HashSet<>();
    private final Object lock = new Object();
    private boolean closed;

    public HttpClientPool(Supplier<HttpClient> factory) {
        this.factory = factory;
        this.onDead = since -> {};
    }

    /**
     * @param first the first client of the pool; the pool does not close it
     * @param factory creates further clients, which the pool closes
     * @param onDead is called when a connection has died, with the {@link System#nanoTime} of its death
     */
    public HttpClientPool(HttpClient first, Supplier<HttpClient> factory, LongConsumer onDead) {
        this.factory = factory;
        this.onDead = onDead;
        clients.add(new PooledClient(first, false));
    }

    /** Leases a stream for one request, from a client that has a free stream. */
    Lease acquire() {
        return acquire(since -> {});
    }

    /**
     * Leases a stream for one watch, from a client that has a free stream.
     *
     * @param onSuspect is called when the watch's connection may have died, with the {@link System#nanoTime} of its
     *     possible death
     */
    public Lease acquire(LongConsumer onSuspect) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("connection is closed");
            }
            PooledClient pooled = clients.stream()
                    .filter(candidate -> candidate.activeStreams < candidate.maxStreams)
                    .findFirst()
                    .orElseGet(this::addClient);
            pooled.activeStreams++;
            Lease lease = new Lease(pooled, onSuspect);
            leases.add(lease);
            return lease;
        }
    }

    /**
     * Replaces all clients of this pool, because a connection of another pool to the same server died. Without this
     * method, watches in this pool would notice much later that their own connections died too.
     *
     * @param since the {@link System#nanoTime} when the other connection died
     */
    public void suspectDead(long since) {
        List<Lease> suspects;
        List<PooledClient> idle;
        synchronized (lock) {
            clients.forEach(pooled -> pooled.maxStreams = 0);
            idle = clients.stream().filter(pooled -> pooled.activeStreams == 0).toList();
            clients.removeAll(idle);
            suspects = List.copyOf(leases);
        }
        idle.forEach(PooledClient::close);
        suspects.forEach(lease -> lease.onSuspect.accept(since));
    }

    private PooledClient addClient() {
        PooledClient pooled = new PooledClient(factory.get(), true);
        clients.add(pooled);
        return pooled;
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

        PooledClient(HttpClient client, boolean owned) {
            this.client = client;
            this.owned = owned;
        }

        void close() {
            if (owned) {
                client.close();
            }
        }
    }

    /** The stream of one request or watch. */
    public final class Lease {

        private final PooledClient pooled;
        private final LongConsumer onSuspect;

        private Lease(PooledClient pooled, LongConsumer onSuspect) {
            this.pooled = pooled;
            this.onSuspect = onSuspect;
        }

        public HttpClient client() {
            return pooled.client;
        }

        /**
         * Returns the stream to the pool. A client without any stream in use is closed, except for the last client of
         * the pool.
         */
        public void release() {
            boolean close = false;
            synchronized (lock) {
                if (leases.remove(this)) {
                    pooled.activeStreams--;
                    // clients.remove() returns false if the pool was closed in the meantime.
                    close = pooled.activeStreams == 0
                            && (clients.size() > 1 || pooled.maxStreams == 0)
                            && clients.remove(pooled);
                }
            }
            if (close) {
                pooled.close();
            }
        }

        /**
         * Limits the client to its current number of streams, because the server allows fewer than {@link
         * #MAX_STREAMS}.
         */
        public void markFull() {
            synchronized (lock) {
                pooled.maxStreams = Math.min(pooled.maxStreams, Math.max(1, pooled.activeStreams - 1));
            }
        }

        /**
         * Marks the client's connection as dead. The pool leases no further streams of a client whose connection is
         * dead.
         *
         * @param since the {@link System#nanoTime} when the connection died
         */
        public void markDead(long since) {
            boolean alreadyDead;
            synchronized (lock) {
                alreadyDead = pooled.maxStreams == 0;
                pooled.maxStreams = 0;
            }
            if (!alreadyDead) {
                onDead.accept(since);
            }
        }
    }
}
