package io.jenkins.plugins.deployworkload.client.http;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Limits the number of requests in flight, because a request fails if the JDK client's HTTP/2 connection has no free
 * stream. Requests above the limit wait in a first-in-first-out queue, without a thread.
 *
 * <p>The limit adapts to a server that rejects requests with status 429 (Too Many Requests). A rejection halves the
 * limit, and as many successful requests as the limit raise it by one. TCP controls congestion in the same way
 * (additive increase, multiplicative decrease, RFC 5681).
 */
final class RequestLimiter {

    private final int maximum;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private double limit;
    private int active;

    RequestLimiter(int maximum) {
        this.maximum = maximum;
        this.limit = maximum;
    }

    /** Called before the rejected request is {@linkplain #submit no longer in flight}. */
    void rejected() {
        synchronized (waiting) {
            // Requests in flight that exceed the limit are rejected too. They must not lower the limit again.
            if (active <= limit) {
                limit = Math.max(1, limit / 2);
            }
        }
    }

    /** Called after a response of any other status. */
    void accepted() {
        synchronized (waiting) {
            limit = Math.min(maximum, limit + 1 / limit);
        }
    }

    /** @param request sends the request. If this supplier throws an exception, the returned future fails */
    <T> CompletableFuture<T> submit(Supplier<CompletableFuture<T>> request) {
        CompletableFuture<T> response = new CompletableFuture<>();
        Runnable begin = () -> start(request, response);
        synchronized (waiting) {
            if (active >= (int) limit) {
                waiting.add(begin);
                return response;
            }
            active++;
        }
        begin.run();
        return response;
    }

    private <T> void start(Supplier<CompletableFuture<T>> request, CompletableFuture<T> response) {
        CompletableFuture<T> sent;
        try {
            sent = request.get();
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        sent.whenComplete((value, problem) -> {
            release();
            if (problem == null) {
                response.complete(value);
            } else {
                response.completeExceptionally(problem);
            }
        });
    }

    private void release() {
        List<Runnable> next = new ArrayList<>();
        synchronized (waiting) {
            active--;
            while (active < (int) limit && !waiting.isEmpty()) {
                active++;
                next.add(waiting.remove());
            }
        }
        // Start the next requests on other threads, because a series of immediate failures would recurse deeply on this
        // thread.
        next.forEach(VirtualThreads::start);
    }
}
