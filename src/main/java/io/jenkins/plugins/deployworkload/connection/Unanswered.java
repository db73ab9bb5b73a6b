package io.jenkins.plugins.deployworkload.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The requests whose answers have not come yet. */
final class Unanswered {

    /**
     * A request that waits for its answer.
     *
     * @param begun by {@link System#nanoTime}
     */
    private record Entry(ApiRequest request, long begun) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    /** @return completes as the answer does */
    <T> CompletableFuture<T> keep(ApiRequest request, CompletableFuture<T> answer) {
        Entry entry = new Entry(request, System.nanoTime());
        entries.add(entry);
        return answer.whenComplete((value, problem) -> entries.remove(entry));
    }

    /** Those of some requests, in no order. */
    Stream<Wait> waits(Predicate<ApiRequest> which) {
        return entries.stream()
                .filter(entry -> which.test(entry.request()))
                .map(entry -> new Wait(
                        entry.request().method() + " " + entry.request().path(), entry.age()));
    }
}
