package io.jenkins.plugins.deployworkload.client.http;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The requests that have no response yet. */
public final class InFlightRequests {

    /**
     * A request without a response.
     *
     * @param startedAt the {@link System#nanoTime} when the request was sent
     * @param stop completes when the request must not be retried any more
     */
    private record Entry(ApiRequest request, long startedAt, CompletableFuture<Void> stop) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - startedAt);
        }
    }

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    /**
     * @param send sends the request. Its argument completes when the request must not be retried any more
     * @return a future with the response; the request is no longer in flight when this future completes
     */
    <T> CompletableFuture<T> track(ApiRequest request, Function<CompletableFuture<Void>, CompletableFuture<T>> send) {
        Entry entry = new Entry(request, System.nanoTime(), new CompletableFuture<>());
        entries.add(entry);
        CompletableFuture<T> response;
        try {
            response = send.apply(entry.stop());
        } catch (RuntimeException e) {
            response = CompletableFuture.failedFuture(e);
        }
        return response.whenComplete((value, problem) -> entries.remove(entry));
    }

    /**
     * Retries none of the requests that are in flight now. A request that waits for its next attempt ends at once, with
     * the response to its last attempt. A request that waits for others before its first attempt is not sent, and ends
     * with a {@link CancellationException}.
     */
    public void stopRetries() {
        // Other threads handle the responses, because the caller may hold a lock.
        entries.forEach(entry -> entry.stop().completeAsync(() -> null, VirtualThreads::start));
    }

    /** The in-flight requests that match the filter, in no particular order. */
    public Stream<InFlightRequest> find(Predicate<ApiRequest> filter) {
        return entries.stream()
                .filter(entry -> filter.test(entry.request()))
                .map(entry -> new InFlightRequest(
                        entry.request().method() + " " + entry.request().path(), entry.age()));
    }
}
