package io.jenkins.plugins.deployworkload.client;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Holds one connection for each {@link ConnectionConfig#key()}, which is a hash of server, certificate authority, proxy
 * and credential. Opening a connection sends no request.
 */
public final class ConnectionPool {

    private final ScheduledExecutorService scheduler;
    private final Duration keepAlive;
    private final Map<String, SharedConnection> openConnections = new HashMap<>();

    /**
     * Creates a pool that closes a connection as soon as its last lease is closed.
     *
     * @param scheduler runs timeouts and retries; the caller creates it with daemon threads and shuts it down
     */
    public ConnectionPool(ScheduledExecutorService scheduler) {
        this(scheduler, Duration.ZERO);
    }

    /** @param keepAlive how long a connection stays open after its last lease was closed */
    public ConnectionPool(ScheduledExecutorService scheduler, Duration keepAlive) {
        this.scheduler = scheduler;
        this.keepAlive = keepAlive;
    }

    /**
     * Leases the connection for a configuration, and opens the connection if necessary. The caller must close the
     * lease.
     */
    public Connection open(ConnectionConfig config) {
        synchronized (openConnections) {
            SharedConnection shared =
                    openConnections.computeIfAbsent(config.key(), absent -> new SharedConnection(config, scheduler));
            shared.lease(1);
            return new Connection(this, config, shared, shared.apiClient().share());
        }
    }

    /** Number of open connections. */
    public int size() {
        synchronized (openConnections) {
            return openConnections.size();
        }
    }

    Connection share(ConnectionConfig config, SharedConnection shared, ApiClient apiClient) {
        synchronized (openConnections) {
            if (openConnections.get(config.key()) != shared) {
                throw new IllegalStateException("connection is closed");
            }
            shared.lease(1);
            return new Connection(this, config, shared, apiClient);
        }
    }

    void release(ConnectionConfig config, SharedConnection shared) {
        synchronized (openConnections) {
            if (shared.lease(-1) > 0) {
                return;
            }
            if (!keepAlive.isZero()) {
                long leases = shared.totalLeases();
                scheduler.schedule(
                        () -> closeIfIdle(config, shared, leases), keepAlive.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            openConnections.remove(config.key(), shared);
        }
        shared.close();
    }

    /**
     * @param leases {@link SharedConnection#totalLeases} at the time when the last lease was closed. If
     *     {@code totalLeases} is larger now, the connection has been used again and stays open
     */
    private void closeIfIdle(ConnectionConfig config, SharedConnection shared, long leases) {
        synchronized (openConnections) {
            if (shared.totalLeases() != leases) {
                return;
            }
            openConnections.remove(config.key(), shared);
        }
        shared.close();
    }
}
