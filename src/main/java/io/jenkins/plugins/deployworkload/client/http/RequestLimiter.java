package io.jenkins.plugins.deployworkload.client.http;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets so many requests be under way at the same time; the others wait for their turn, in the order in which they came, and
 * hold no thread. For the JDK's client fails a request for which its HTTP/2 connection has no stream left.
 */
final class RequestLimiter {

    private final int limit;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int active;

    RequestLimiter(int limit) {
        this.limit = limit;
    }

    /** @param request begins it; what it throws is the answer's failure */
    <T> CompletableFuture<T> submit(Supplier<CompletableFuture<T>> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable begin = () -> start(request, answer);
        synchronized (waiting) {
            if (active == limit) {
                waiting.add(begin);
                return answer;
            }
            active++;
        }
        begin.run();
        return answer;
    }

    private <T> void start(Supplier<CompletableFuture<T>> request, CompletableFuture<T> answer) {
        CompletableFuture<T> sent;
        try {
            sent = request.get();
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        sent.whenComplete((value, problem) -> {
            release();
            if (problem == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(problem);
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
            // Not from within the one that leaves: a row of failures would be nested as deep as it is long.
            VirtualThreads.start(next);
        }
    }
}
