package io.jenkins.plugins.deployworkload.cluster.suggestions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Answers of the last moments. Who asks while the same is being asked waits for the same answer, so that a slow cluster has
 * one request and not one for every field.
 *
 * @param <T> what is asked for
 */
final class TtlCache<T> {

    /** Long enough to fill in a section, short enough that what somebody has just made is there soon. */
    static final Duration SUCCESS_TTL = Duration.ofSeconds(30);

    /** Long enough for a form's many fields, short enough to notice that the cluster is back. */
    static final Duration FAILURE_TTL = Duration.ofSeconds(10);

    private static final int MAX_ENTRIES = 300;

    /** Something that was asked for. */
    static final class Entry<T> {
        private final CompletableFuture<T> future;
        private final Instant createdAt;
        private volatile Instant expiresAt = Instant.MAX;

        Entry(CompletableFuture<T> answer, InstantSource clock) {
            this.createdAt = clock.instant();
            this.future = answer.whenComplete(
                    (found, problem) -> expiresAt = clock.instant().plus(problem == null ? SUCCESS_TTL : FAILURE_TTL));
        }

        /** Completes with what was found, or with why nothing was; from then on it is known until when that is kept. */
        CompletableFuture<T> future() {
            return future;
        }

        /** When the cluster was asked. */
        Instant createdAt() {
            return createdAt;
        }
    }

    private final InstantSource clock;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

    TtlCache(InstantSource clock) {
        this.clock = clock;
    }

    /** @param ask is called if nobody has asked for this key lately; must not wait */
    Entry<T> get(String key, Supplier<CompletableFuture<T>> ask) {
        synchronized (entries) {
            Entry<T> earlier = entries.get(key);
            if (earlier != null && clock.instant().isBefore(earlier.expiresAt)) {
                return earlier;
            }
            Entry<T> now = new Entry<>(ask.get(), clock);
            entries.remove(key);
            entries.put(key, now);
            if (entries.size() > MAX_ENTRIES) {
                entries.remove(entries.keySet().iterator().next());
            }
            return now;
        }
    }
}
