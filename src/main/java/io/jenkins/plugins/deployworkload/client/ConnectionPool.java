package io.jenkins.plugins.deployworkload.client;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * All connections of a process: one for each server, credential and trust, however many use it. Opening one asks the
 * server nothing.
 */
public final class ConnectionPool {

    private final ScheduledExecutorService scheduler;
    private final Duration keepAlive;
    private final Map<String, SharedConnection> open = new HashMap<>();

    /**
     * Each connection is closed with its last share.
     *
     * @param scheduler for timeouts and retries; stays the caller's, who lets it run on daemon threads
     */
    public ConnectionPool(ScheduledExecutorService scheduler) {
        this(scheduler, Duration.ZERO);
    }

    /** @param spare how long a connection without a share is kept for the next, which need not wait for a new one then */
    public ConnectionPool(ScheduledExecutorService scheduler, Duration spare) {
        this.scheduler = scheduler;
        this.keepAlive = spare;
    }

    /** A share in the connection, which is made if there is none. The caller closes the share. */
    public Connection open(ConnectionConfig config) {
        synchronized (open) {
            SharedConnection shared =
                    open.computeIfAbsent(config.key(), absent -> new SharedConnection(config, scheduler));
            shared.lease(1);
            return new Connection(this, config, shared);
        }
    }

    /** How many different connections are open. */
    public int size() {
        synchronized (open) {
            return open.size();
        }
    }

    Connection share(ConnectionConfig config, SharedConnection shared) {
        synchronized (open) {
            if (open.get(config.key()) != shared) {
                throw new IllegalStateException("The connection is closed");
            }
            shared.lease(1);
            return new Connection(this, config, shared);
        }
    }

    void release(ConnectionConfig config, SharedConnection shared) {
        synchronized (open) {
            if (shared.lease(-1) > 0) {
                return;
            }
            if (!keepAlive.isZero()) {
                long leases = shared.totalLeases();
                scheduler.schedule(
                        () -> closeIfIdle(config, shared, leases), keepAlive.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            open.remove(config.key(), shared);
        }
        shared.close();
    }

    /** @param leases as many as there were when it became unused */
    private void closeIfIdle(ConnectionConfig config, SharedConnection shared, long leases) {
        synchronized (open) {
            if (shared.totalLeases() != leases) {
                return;
            }
            open.remove(config.key(), shared);
        }
        shared.close();
    }
}
