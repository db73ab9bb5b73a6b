package io.jenkins.plugins.deployworkload.connection;

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
final class Clients {

    /** Streams a client. */
    static final int LIMIT = 80;

    private final Supplier<HttpClient> maker;
    private final LongConsumer died;
    private final List<Slots> clients = new ArrayList<>();
    private final Set<Slot> taken = new HashSet<>();
    private final Object lock = new Object();
    private boolean closed;

    Clients(Supplier<HttpClient> maker) {
        this.maker = maker;
        this.died = since -> {};
    }

    /**
     * @param first as long as it has room and lives; it is not closed by this
     * @param maker makes others, which are
     * @param died told when a connection has turned out to be dead, and since when, by {@link System#nanoTime}
     */
    Clients(HttpClient first, Supplier<HttpClient> maker, LongConsumer died) {
        this.maker = maker;
        this.died = died;
        clients.add(new Slots(first, false));
    }

    /** A place for one request, on a client that has room. */
    Slot take() {
        return take(since -> {});
    }

    /**
     * A place for one watch, on a client that has room.
     *
     * @param doubted told when there is reason to think that the connection may be dead, and since when
     */
    Slot take(LongConsumer doubted) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("The connection is closed");
            }
            Slots slots = clients.stream()
                    .filter(candidate -> candidate.used < candidate.limit)
                    .findFirst()
                    .orElseGet(this::another);
            slots.used++;
            Slot slot = new Slot(slots, doubted);
            taken.add(slot);
            return slot;
        }
    }

    /**
     * Others to the same server have died: what is here may be dead too, and would show it only much later.
     *
     * @param since by {@link System#nanoTime}
     */
    void doubt(long since) {
        List<Slot> doubtful;
        List<Slots> idle;
        synchronized (lock) {
            clients.forEach(slots -> slots.limit = 0);
            idle = clients.stream().filter(slots -> slots.used == 0).toList();
            clients.removeAll(idle);
            doubtful = List.copyOf(taken);
        }
        idle.forEach(Slots::close);
        doubtful.forEach(slot -> slot.doubted.accept(since));
    }

    private Slots another() {
        Slots slots = new Slots(maker.get(), true);
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
        all.forEach(Slots::close);
    }

    private static final class Slots {
        private final HttpClient client;
        private final boolean own;
        private int limit = LIMIT;
        private int used;

        Slots(HttpClient client, boolean own) {
            this.client = client;
            this.own = own;
        }

        void close() {
            if (own) {
                client.close();
            }
        }
    }

    /** The place of one request or watch. */
    final class Slot {

        private final Slots slots;
        private final LongConsumer doubted;

        private Slot(Slots slots, LongConsumer doubted) {
            this.slots = slots;
            this.doubted = doubted;
        }

        HttpClient client() {
            return slots.client;
        }

        /** Gives the place back; the client goes with the last on it, unless it is the only one. */
        void release() {
            boolean close = false;
            synchronized (lock) {
                if (taken.remove(this)) {
                    slots.used--;
                    // A client may already have been taken off the list by close().
                    close = slots.used == 0 && (clients.size() > 1 || slots.limit == 0) && clients.remove(slots);
                }
            }
            if (close) {
                slots.close();
            }
        }

        /** The server allows fewer streams than hoped for: this client takes no more than it has now. */
        void full() {
            synchronized (lock) {
                slots.limit = Math.min(slots.limit, Math.max(1, slots.used - 1));
            }
        }

        /**
         * The connection is dead, and the client would go on using it: nobody else is put on it.
         *
         * @param since by {@link System#nanoTime}
         */
        void dead(long since) {
            boolean known;
            synchronized (lock) {
                known = slots.limit == 0;
                slots.limit = 0;
            }
            if (!known) {
                died.accept(since);
            }
        }
    }
}
