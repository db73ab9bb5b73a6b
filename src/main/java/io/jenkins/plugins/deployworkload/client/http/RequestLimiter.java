package io.jenkins.plugins.deployworkload.client.http;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Limits the number of requests in flight, because a request fails if the JDK client's HTTP/2 connection has no free
 * stream. Requests above the limit wait in a first-in-first-out queue, without a thread.
 */
final class RequestLimiter {

    private final int limit;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int active;

    RequestLimiter(int limit) {
        this.limit = limit;
    }

    /** @param request sends the request. If this supplier throws an exception, the returned future fails */
    <T> CompletableFuture<T> submit(Supplier<CompletableFuture<T>> request) {
        CompletableFuture<T> response = new CompletableFuture<>();
        Runnable begin = () -> start(request, response);
        synchronized (waiting) {
            if (active == limit) {
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
        Runnable next;
        synchronized (waiting) {
            next = waiting.poll();
            if (next == null) {
                active--;
            }
        }
        if (next != null) {
            // Start the next request on another thread, because a series of immediate failures would recurse deeply on
            // this thread.
            VirtualThreads.start(next);
        }
    }
}
