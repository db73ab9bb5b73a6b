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

/** One streaming request: hands out its lines, and says once how it ended. Holds no thread. */
public final class WatchStream {

    /** In bytes: a Status has some hundred. */
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
    private volatile BoundedBuffer refused;
    private Future<?> guard;
    private boolean accepted;
    private boolean closed;

    /**
     * @param requests authorize this one too, and know what an answer that is not 2xx says
     * @param silence how long the server may say nothing before it counts as gone
     * @param executor runs everything below, and {@link #open} and {@link #close} are called on it too
     * @param line a line, without its end; a {@link RuntimeException} ends the stream
     * @param end {@code null}, or what broke the stream; not told after {@link #close}
     */
    public WatchStream(
            ApiClient requests,
            HttpClientPool clients,
            ScheduledExecutorService scheduler,
            String address,
            Duration silence,
            Executor executor,
            Consumer<String> line,
            Consumer<Throwable> end) {
        this.requests = requests;
        this.lease = clients.acquire(since -> executor.execute(() -> suspectDead(since)));
        this.scheduler = scheduler;
        this.url = address;
        this.idleTimeout = silence;
        this.executor = executor;
        this.onLine = line;
        this.onEnd = end;
    }

    public void open() {
        guard(idleTimeout.toNanos());
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
                if (refused == null) {
                    lines.add(buffers);
                } else {
                    refused.add(buffers);
                }
                answer.consume();
            });
        } catch (RuntimeException e) {
            // Of a client that has just been closed.
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
            refused(response);
        } else {
            accepted = true;
            body.consume();
            body.done().whenComplete((nothing, problem) -> executor.execute(() -> finish(problem)));
        }
    }

    /** Who is refused wants to know why, and not to wait for that. */
    private void refused(HttpResponse<AsyncBody> response) {
        BoundedBuffer words = new BoundedBuffer(MAX_ERROR_BODY);
        refused = words;
        body.consume();
        body.done()
                .copy()
                .orTimeout(Fabric8Config.REQUEST_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((nothing, problem) ->
                        executor.execute(() -> finish(requests.toException(response, words.toByteArray()))));
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

    private void guard(long nanos) {
        guard = scheduler.schedule(() -> executor.execute(this::checkIdle), nanos, TimeUnit.NANOSECONDS);
    }

    private void checkIdle() {
        long left = idleTimeout.toNanos() - (System.nanoTime() - lastByteAt);
        if (closed) {
            return;
        }
        if (left > 0) {
            guard(left);
        } else {
            lease.markDead(lastByteAt);
            finish(new TimeoutException());
        }
    }

    /** What was heard of later is not dead, be the other one only slow. */
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

    /** Whether the server has begun to answer with what was asked for. */
    boolean accepted() {
        return accepted;
    }

    void close() {
        closed = true;
        if (guard != null) {
            guard.cancel(false);
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
