package io.jenkins.plugins.deployworkload.client.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The requests whose answers have not come yet. */
public final class InFlightRequests {

    /**
     * A request that waits for its answer.
     *
     * @param startedAt by {@link System#nanoTime}
     */
    private record Entry(ApiRequest request, long startedAt) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - startedAt);
        }
    }

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    /** @return completes as the answer does */
    <T> CompletableFuture<T> track(ApiRequest request, CompletableFuture<T> answer) {
        Entry entry = new Entry(request, System.nanoTime());
        entries.add(entry);
        return answer.whenComplete((value, problem) -> entries.remove(entry));
    }

    /** Those of some requests, in no order. */
    public Stream<InFlightRequest> find(Predicate<ApiRequest> which) {
        return entries.stream()
                .filter(entry -> which.test(entry.request()))
                .map(entry -> new InFlightRequest(
                        entry.request().method() + " " + entry.request().path(), entry.age()));
    }
}
