package io.jenkins.plugins.deployworkload.connection;

import io.fabric8.kubernetes.client.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The HTTP clients that watches are opened on, apart from the one for requests: a client has one HTTP/2 connection to a
 * host, a watch keeps a stream of it open, and beyond the server's limit of streams the JDK's client fails the next one
 * instead of waiting. Go's servers allow 100 or 250, proxies often 100 or 128.
 */
final class WatchClients {

    /** Watches a client. */
    static final int LIMIT = 80;

    private final Supplier<HttpClient> maker;
    private final List<Slots> clients = new ArrayList<>();
    private final Object lock = new Object();
    private boolean closed;

    WatchClients(Supplier<HttpClient> maker) {
        this.maker = maker;
    }

    /** A place for one watch, on a client that has room. */
    Slot take() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("The connection is closed");
            }
            Slots slots = clients.stream()
                    .filter(candidate -> candidate.used < candidate.limit)
                    .findFirst()
                    .orElseGet(this::another);
            slots.used++;
            return new Slot(slots);
        }
    }

    private Slots another() {
        Slots slots = new Slots(maker.get());
        clients.add(slots);
        return slots;
    }

    int size() {
        synchronized (lock) {
            return clients.size();
        }
    }

    void close() {
        List<Slots> all;
        synchronized (lock) {
            closed = true;
            all = List.copyOf(clients);
            clients.clear();
        }
        all.forEach(slots -> slots.client.close());
    }

    private static final class Slots {
        private final HttpClient client;
        private int limit = LIMIT;
        private int used;

        Slots(HttpClient client) {
            this.client = client;
        }
    }

    /** One watch's place. */
    final class Slot {

        private final Slots slots;
        private boolean free;

        private Slot(Slots slots) {
            this.slots = slots;
        }

        HttpClient client() {
            return slots.client;
        }

        /** Gives the place back; the client goes with its last watch, unless it is the only one. */
        void release() {
            boolean close = false;
            synchronized (lock) {
                if (!free) {
                    free = true;
                    slots.used--;
                    // A client may already have been taken off the list by close().
                    close = slots.used == 0 && (clients.size() > 1 || slots.limit == 0) && clients.remove(slots);
                }
            }
            if (close) {
                slots.client.close();
            }
        }

        /** The server allows fewer streams than hoped for: this client takes no more than it has now. */
        void full() {
            synchronized (lock) {
                slots.limit = Math.min(slots.limit, Math.max(1, slots.used - 1));
            }
        }

        /** The connection is dead, and the client would go on using it: nobody else is put on it. */
        void dead() {
            synchronized (lock) {
                slots.limit = 0;
            }
        }
    }
}
