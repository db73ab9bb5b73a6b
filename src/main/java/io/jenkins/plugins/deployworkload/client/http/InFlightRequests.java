package io.jenkins.plugins.deployworkload.client.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The requests that have no response yet. */
public final class InFlightRequests {

    /**
     * A request without a response.
     *
     * @param startedAt the {@link System#nanoTime} when the request was sent
     */
    private record Entry(ApiRequest request, long startedAt) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - startedAt);
        }
    }

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    /** @return a future with the response; the request is no longer in flight when this future completes */
    <T> CompletableFuture<T> track(ApiRequest request, CompletableFuture<T> response) {
        Entry entry = new Entry(request, System.nanoTime());
        entries.add(entry);
        return response.whenComplete((value, problem) -> entries.remove(entry));
    }

    /** The in-flight requests that match the filter, in no particular order. */
    public Stream<InFlightRequest> find(Predicate<ApiRequest> filter) {
        return entries.stream()
                .filter(entry -> filter.test(entry.request()))
                .map(entry -> new InFlightRequest(
                        entry.request().method() + " " + entry.request().path(), entry.age()));
    }
}
