package io.jenkins.plugins.deployworkload.cluster.offers;

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
final class Recent<T> {

    /** Long enough to fill in a section, short enough that what somebody has just made is there soon. */
    static final Duration GOOD = Duration.ofSeconds(30);

    /** Long enough for a form's many fields, short enough to notice that the cluster is back. */
    static final Duration FAILED = Duration.ofSeconds(10);

    private static final int MOST = 300;

    /** Something that was asked for. */
    static final class Asked<T> {
        private final CompletableFuture<T> answer;
        private final Instant since;
        private volatile Instant until = Instant.MAX;

        Asked(CompletableFuture<T> answer, InstantSource clock) {
            this.since = clock.instant();
            this.answer = answer.whenComplete(
                    (found, problem) -> until = clock.instant().plus(problem == null ? GOOD : FAILED));
        }

        /** Completes with what was found, or with why nothing was; from then on it is known until when that is kept. */
        CompletableFuture<T> answer() {
            return answer;
        }

        /** When the cluster was asked. */
        Instant since() {
            return since;
        }
    }

    private final InstantSource clock;
    private final Map<String, Asked<T>> asked = new LinkedHashMap<>();

    Recent(InstantSource clock) {
        this.clock = clock;
    }

    /** @param ask is called if nobody has asked for this key lately; must not wait */
    Asked<T> get(String key, Supplier<CompletableFuture<T>> ask) {
        synchronized (asked) {
            Asked<T> earlier = asked.get(key);
            if (earlier != null && clock.instant().isBefore(earlier.until)) {
                return earlier;
            }
            Asked<T> now = new Asked<>(ask.get(), clock);
            asked.remove(key);
            asked.put(key, now);
            if (asked.size() > MOST) {
                asked.remove(asked.keySet().iterator().next());
            }
            return now;
        }
    }
}
