package io.jenkins.plugins.deployworkload.client.watch;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.Fabric8Config;
import io.jenkins.plugins.deployworkload.client.http.HttpClientPool;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One streaming watch request. The stream delivers lines, reports its end exactly once, and blocks no thread. */
public final class WatchStream {

    /** Limit in bytes. The Status object of an error response has only a few hundred bytes. */
    private static final int MAX_ERROR_BODY = 64 * 1024;

    private final ApiClient requests;
    private final HttpClientPool.Lease lease;
    private final ScheduledExecutorService scheduler;
    private final String url;
    private final Duration idleTimeout;
    private final Executor executor;
    private final Consumer<String> onLine;
    private final Consumer<Throwable> onEnd;

    private volatile long lastByteAt = System.nanoTime();
    private CompletableFuture<HttpResponse<AsyncBody>> call;
    private AsyncBody body;
    private volatile BoundedBuffer errorBody;
    private Future<?> idleTimer;
    private boolean accepted;
    private boolean closed;

    /**
     * @param requests the client that adds the token and converts error responses to exceptions
     * @param idleTimeout how long the server may send nothing before the connection counts as dead
     * @param executor runs all callbacks. The caller must also call {@link #open} and {@link #close} on this executor
     * @param onLine receives each line without its line feed. If {@code onLine} throws a {@link RuntimeException}, the
     *     stream ends
     * @param onEnd receives the error that ended the stream, or {@code null} if the server ended it. Not called after
     *     {@link #close}
     */
    public WatchStream(
            ApiClient requests,
            HttpClientPool clientPool,
            ScheduledExecutorService scheduler,
            String url,
            Duration idleTimeout,
            Executor executor,
            Consumer<String> onLine,
            Consumer<Throwable> onEnd) {
        this.requests = requests;
        this.lease = clientPool.acquire(since -> executor.execute(() -> suspectDead(since)));
        this.scheduler = scheduler;
        this.url = url;
        this.idleTimeout = idleTimeout;
        this.executor = executor;
        this.onLine = onLine;
        this.onEnd = onEnd;
    }

    public void open() {
        scheduleIdleCheck(idleTimeout.toNanos());
        HttpRequest.Builder request =
                lease.client().newHttpRequestBuilder().uri(url).forStreaming();
        requests.authorized(request)
                .whenComplete((authorized, problem) -> executor.execute(() -> {
                    if (problem != null) {
                        finish(problem);
                    } else if (!closed) {
                        send(authorized.build());
                    }
                }));
    }

    private void send(HttpRequest request) {
        LineDecoder lines = new LineDecoder(text -> executor.execute(() -> handleLine(text)));
        try {
            call = lease.client().consumeBytes(request, (buffers, answer) -> {
                lastByteAt = System.nanoTime();
                if (errorBody == null) {
                    lines.add(buffers);
                } else {
                    errorBody.add(buffers);
                }
                // Take the next part after the lines of this part, because a server may send faster than the lines are
                // handled.
                executor.execute(() -> consumeNext(answer));
            });
        } catch (RuntimeException e) {
            // The client was closed.
            finish(e);
            return;
        }
        call.whenComplete((response, problem) -> executor.execute(() -> {
            if (problem != null) {
                finish(problem);
            } else {
                onResponse(response);
            }
        }));
    }

    private void onResponse(HttpResponse<AsyncBody> response) {
        body = response.body();
        if (closed) {
            body.cancel();
        } else if (!response.isSuccessful()) {
            readErrorBody(response);
        } else {
            accepted = true;
            body.consume();
            body.done().whenComplete((nothing, problem) -> executor.execute(() -> finish(problem)));
        }
    }

    /**
     * Reads the body of an error response, within the request timeout. The body contains the reason why the watch was
     * refused.
     */
    private void readErrorBody(HttpResponse<AsyncBody> response) {
        BoundedBuffer received = new BoundedBuffer(MAX_ERROR_BODY);
        errorBody = received;
        body.consume();
        body.done()
                .copy()
                .orTimeout(Fabric8Config.REQUEST_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((nothing, problem) ->
                        executor.execute(() -> finish(requests.toException(response, received.toByteArray()))));
    }

    private void consumeNext(AsyncBody answer) {
        if (!closed) {
            answer.consume();
        }
    }

    private void handleLine(String text) {
        if (closed) {
            return;
        }
        try {
            onLine.accept(text);
        } catch (RuntimeException e) {
            finish(e);
        }
    }

    private void scheduleIdleCheck(long nanos) {
        idleTimer = scheduler.schedule(() -> executor.execute(this::checkIdle), nanos, TimeUnit.NANOSECONDS);
    }

    private void checkIdle() {
        long left = idleTimeout.toNanos() - (System.nanoTime() - lastByteAt);
        if (closed) {
            return;
        }
        if (left > 0) {
            scheduleIdleCheck(left);
        } else {
            lease.markDead(lastByteAt);
            finish(new TimeoutException());
        }
    }

    /**
     * Ends the stream if it has received no bytes since the given time. A stream that has received bytes has a live
     * connection.
     */
    private void suspectDead(long since) {
        if (lastByteAt - since < 0) {
            finish(new TimeoutException());
        }
    }

    private void finish(Throwable problem) {
        if (closed) {
            return;
        }
        if (problem != null
                && problem.getMessage() != null
                && problem.getMessage().contains("too many concurrent streams")) {
            lease.markFull();
        }
        close();
        onEnd.accept(problem);
    }

    /** Whether the server accepted the watch. */
    boolean accepted() {
        return accepted;
    }

    void close() {
        closed = true;
        if (idleTimer != null) {
            idleTimer.cancel(false);
        }
        if (call != null) {
            call.cancel(true);
        }
        if (body != null) {
            body.cancel();
        }
        lease.release();
    }
}
