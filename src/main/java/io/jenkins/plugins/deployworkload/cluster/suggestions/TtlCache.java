package io.jenkins.plugins.deployworkload.cluster.suggestions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A cache of asynchronous results with a time to live. Concurrent calls with the same key share one result. If many
 * fields of a form need the same response of a slow cluster, a single request is sent.
 */
final class TtlCache<T> {

    /**
     * Time to live of a successful result: long enough to fill in a section of a form, and short enough to show new
     * objects soon.
     */
    static final Duration SUCCESS_TTL = Duration.ofSeconds(30);

    /**
     * Time to live of a failure: long enough for the requests of all fields of a form, and short enough to use a
     * cluster soon after it is reachable again.
     */
    static final Duration FAILURE_TTL = Duration.ofSeconds(10);

    private static final int MAX_ENTRIES = 300;

    static final class Entry<T> {
        private final CompletableFuture<T> future;
        private final Instant createdAt;
        private volatile Instant expiresAt = Instant.MAX;

        Entry(CompletableFuture<T> result, InstantSource clock) {
            this.createdAt = clock.instant();
            this.future = result.whenComplete(
                    (value, problem) -> expiresAt = clock.instant().plus(problem == null ? SUCCESS_TTL : FAILURE_TTL));
        }

        /** The result of the loader. The expiry time is set before this future completes. */
        CompletableFuture<T> future() {
            return future;
        }

        /** The time when the loader started. */
        Instant createdAt() {
            return createdAt;
        }
    }

    private final InstantSource clock;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

    TtlCache(InstantSource clock) {
        this.clock = clock;
    }

    /** @param loader starts to load the value, without blocking; called only if the cache has no valid entry */
    Entry<T> get(String key, Supplier<CompletableFuture<T>> loader) {
        synchronized (entries) {
            Entry<T> cached = entries.get(key);
            if (cached != null && clock.instant().isBefore(cached.expiresAt)) {
                return cached;
            }
            Entry<T> loading = new Entry<>(loader.get(), clock);
            entries.remove(key);
            entries.put(key, loading);
            if (entries.size() > MAX_ENTRIES) {
                entries.remove(entries.keySet().iterator().next());
            }
            return loading;
        }
    }
}
