package io.jenkins.plugins.deployworkload.connection;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One streaming request: hands out its lines, and says once how it ended. Holds no thread. */
final class WatchStream {

    /** In bytes: a Status has some hundred. */
    private static final int LONGEST_REFUSAL = 64 * 1024;

    private final ApiRequests requests;
    private final Clients.Slot slot;
    private final ScheduledExecutorService scheduler;
    private final String address;
    private final Duration silence;
    private final Executor executor;
    private final Consumer<String> line;
    private final Consumer<Throwable> end;

    private volatile long heard = System.nanoTime();
    private CompletableFuture<HttpResponse<AsyncBody>> call;
    private AsyncBody body;
    private volatile FirstBytes refused;
    private Future<?> guard;
    private boolean accepted;
    private boolean over;

    /**
     * @param requests authorize this one too, and know what an answer that is not 2xx says
     * @param silence how long the server may say nothing before it counts as gone
     * @param executor runs everything below, and {@link #open} and {@link #close} are called on it too
     * @param line a line, without its end; a {@link RuntimeException} ends the stream
     * @param end {@code null}, or what broke the stream; not told after {@link #close}
     */
    WatchStream(
            ApiRequests requests,
            Clients clients,
            ScheduledExecutorService scheduler,
            String address,
            Duration silence,
            Executor executor,
            Consumer<String> line,
            Consumer<Throwable> end) {
        this.requests = requests;
        this.slot = clients.take(since -> executor.execute(() -> doubt(since)));
        this.scheduler = scheduler;
        this.address = address;
        this.silence = silence;
        this.executor = executor;
        this.line = line;
        this.end = end;
    }

    void open() {
        guard(silence.toNanos());
        HttpRequest.Builder request =
                slot.client().newHttpRequestBuilder().uri(address).forStreaming();
        requests.authorized(request)
                .whenComplete((authorized, problem) -> executor.execute(() -> {
                    if (problem != null) {
                        finish(problem);
                    } else if (!over) {
                        send(authorized.build());
                    }
                }));
    }

    private void send(HttpRequest request) {
        Lines lines = new Lines(text -> executor.execute(() -> take(text)));
        try {
            call = slot.client().consumeBytes(request, (buffers, answer) -> {
                heard = System.nanoTime();
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
                answered(response);
            }
        }));
    }

    private void answered(HttpResponse<AsyncBody> response) {
        body = response.body();
        if (over) {
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
        FirstBytes words = new FirstBytes(LONGEST_REFUSAL);
        refused = words;
        body.consume();
        body.done()
                .copy()
                .orTimeout(ClientConfig.REQUEST_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((nothing, problem) ->
                        executor.execute(() -> finish(requests.refusal(response, words.toByteArray()))));
    }

    private void take(String text) {
        if (over) {
            return;
        }
        try {
            line.accept(text);
        } catch (RuntimeException e) {
            finish(e);
        }
    }

    private void guard(long nanos) {
        guard = scheduler.schedule(() -> executor.execute(this::listen), nanos, TimeUnit.NANOSECONDS);
    }

    private void listen() {
        long left = silence.toNanos() - (System.nanoTime() - heard);
        if (over) {
            return;
        }
        if (left > 0) {
            guard(left);
        } else {
            slot.dead(heard);
            finish(new TimeoutException());
        }
    }

    /** What was heard of later is not dead, be the other one only slow. */
    private void doubt(long since) {
        if (heard - since < 0) {
            finish(new TimeoutException());
        }
    }

    private void finish(Throwable problem) {
        if (over) {
            return;
        }
        if (problem != null
                && problem.getMessage() != null
                && problem.getMessage().contains("too many concurrent streams")) {
            slot.full();
        }
        close();
        end.accept(problem);
    }

    /** Whether the server has begun to answer with what was asked for. */
    boolean accepted() {
        return accepted;
    }

    void close() {
        over = true;
        if (guard != null) {
            guard.cancel(false);
        }
        if (call != null) {
            call.cancel(true);
        }
        if (body != null) {
            body.cancel();
        }
        slot.release();
    }
}
