package io.jenkins.plugins.deployworkload.client.concurrent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A cache of asynchronous results with a time to live. Concurrent calls with the same key share one result. If many
 * fields of a form need the same response of a slow server, a single request is sent.
 */
public final class TtlCache<T> {

    /**
     * Time to live of a successful result: long enough to fill in a section of a form, and short enough to show new
     * objects soon.
     */
    public static final Duration SUCCESS_TTL = Duration.ofSeconds(30);

    /**
     * How long a failure is cached. The fields of one form share the failure, and a server that is reachable again is soon tried again.
     */
    public static final Duration FAILURE_TTL = Duration.ofSeconds(10);

    private static final int MAX_ENTRIES = 300;

    /** A result that is complete or still loading. */
    public static final class Entry<T> {
        private final CompletableFuture<T> future;
        private final Instant createdAt;
        private volatile Instant expiresAt = Instant.MAX;

        Entry(CompletableFuture<T> result, InstantSource clock, Duration successTtl) {
            this.createdAt = clock.instant();
            this.future = result.whenComplete(
                    (value, problem) -> expiresAt = clock.instant().plus(problem == null ? successTtl : FAILURE_TTL));
        }

        /** The result of the loader. The expiry time is set before this future completes. */
        public CompletableFuture<T> future() {
            return future;
        }

        /** The time when the loader started. */
        public Instant createdAt() {
            return createdAt;
        }
    }

    private final InstantSource clock;
    private final Duration successTtl;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

    public TtlCache(InstantSource clock) {
        this(clock, SUCCESS_TTL);
    }

    /** @param successTtl the time to live of a successful result */
    public TtlCache(InstantSource clock, Duration successTtl) {
        this.clock = clock;
        this.successTtl = successTtl;
    }

    /** @param loader starts to load the value, without blocking; called only if the cache has no valid entry */
    public Entry<T> get(String key, Supplier<CompletableFuture<T>> loader) {
        synchronized (entries) {
            Entry<T> cached = entries.get(key);
            if (cached != null && clock.instant().isBefore(cached.expiresAt)) {
                return cached;
            }
            Entry<T> loading = new Entry<>(loader.get(), clock, successTtl);
            entries.remove(key);
            entries.put(key, loading);
            if (entries.size() > MAX_ENTRIES) {
                entries.remove(entries.keySet().iterator().next());
            }
            return loading;
        }
    }
}
