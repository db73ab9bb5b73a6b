package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import io.jenkins.plugins.deployworkload.client.concurrent.Delay;
import io.jenkins.plugins.deployworkload.client.concurrent.Exceptions;
import java.io.IOException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Sends a request and retries it after status 429, status 5xx and broken connections. Unlike fabric8's own retries,
 * this class does not retry a 500 response that reports an invalid object. For example, server-side apply responds with
 * status 500 to a duplicate environment variable.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/structuredmerge.go">structuredMergeManager.Apply</a>
 */
public final class RetryingSender {

    /** The waits before the three retries are 0.1, 0.2 and 0.4 s, less than a second in total. */
    private static final int MAX_RETRIES = 3;

    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(100);

    private static final Pattern INVALID_OBJECT = Pattern.compile("failed to create typed (patch|live) object");

    private final HttpClientPool clientPool;
    private final Duration timeout;
    private final Duration totalTimeout;
    private final LongSupplier nanoTime;
    private final ResponseMemory memory = new ResponseMemory();

    /**
     * @param clientPool a pool of clients that {@link #withoutRetries} returned
     * @param timeout the limit of one attempt, until its response headers arrive
     * @param totalTimeout the limit of all attempts together. A retry that could exceed {@code totalTimeout} is not
     *     started
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public RetryingSender(HttpClientPool clientPool, Duration timeout, Duration totalTimeout, LongSupplier nanoTime) {
        this.clientPool = clientPool;
        this.timeout = timeout;
        this.totalTimeout = totalTimeout;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns the client without fabric8's retries and token interceptor. Requests of the returned client must already
     * contain the token.
     */
    public static HttpClient withoutRetries(HttpClient client, Config settings) {
        return client.newBuilder()
                .addOrReplaceInterceptor(TokenRefreshInterceptor.NAME, null)
                .tag(new RequestConfigBuilder(settings.getRequestConfig())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    /**
     * The response to the last attempt.
     *
     * @param response a successful response or an error response
     * @param ambiguous whether the server may have applied an earlier attempt, which got no response or a 5xx response
     */
    record LastResponse(ResponseReader.Response response, boolean ambiguous) {}

    /**
     * Sends the request, and returns a future with the response to the last attempt. The future fails if the last
     * attempt got no response. If the {@code Retry-After} of a response exceeds the remaining time, the request is not
     * retried.
     */
    CompletableFuture<LastResponse> send(HttpRequest.Builder request) {
        request.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return send(request.build(), 0, false, nanoTime.getAsLong() + totalTimeout.toNanos());
    }

    private CompletableFuture<LastResponse> send(HttpRequest request, int retries, boolean ambiguous, long deadline) {
        CompletableFuture<ResponseReader.Response> attempt = sendOnce(request, deadline);
        CompletableFuture<LastResponse> sent = attempt.thenApply(response -> new LastResponse(response, ambiguous));
        if (retries == MAX_RETRIES) {
            return sent;
        }
        return attempt.handle((response, problem) -> {
                    if (problem == null ? !isRetryable(response) : !isConnectionError(problem)) {
                        return sent;
                    }
                    long retryAfter = response == null ? 0 : TimeUnit.SECONDS.toNanos(retryAfter(response.head()));
                    long backoff = Math.max(INITIAL_BACKOFF.toNanos() << retries, retryAfter);
                    // Start no attempt that could outlive the deadline, because a write could succeed after the caller
                    // has reported a failure.
                    if (deadline - nanoTime.getAsLong() <= backoff + timeout.toNanos()) {
                        return sent;
                    }
                    boolean nowAmbiguous = ambiguous || response == null || response.code() >= 500;
                    return Delay.of(Duration.ofNanos(backoff))
                            .thenCompose(elapsed -> send(request, retries + 1, nowAmbiguous, deadline));
                })
                .thenCompose(Function.identity());
    }

    /**
     * Sends one attempt. A timeout marks the connection as dead, because the JDK client does not detect a dead
     * connection.
     */
    private CompletableFuture<ResponseReader.Response> sendOnce(HttpRequest request, long deadline) {
        HttpClientPool.Lease lease = clientPool.acquire();
        long startedAt = System.nanoTime();
        ResponseReader reader = new ResponseReader(memory, request);
        CompletableFuture<ResponseReader.Response> attempt;
        try {
            attempt = reader.send(lease.client(), request);
        } catch (RuntimeException e) {
            lease.release();
            throw e;
        }
        return attempt.orTimeout(deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS)
                .whenComplete((response, problem) -> {
                    reader.close(problem != null);
                    if (isTimeout(problem)) {
                        lease.markDead(startedAt);
                    }
                    lease.release();
                });
    }

    private static boolean isTimeout(Throwable problem) {
        Throwable cause = problem == null ? null : Exceptions.unwrap(problem);
        return cause instanceof TimeoutException
                || cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException);
    }

    private static boolean isRetryable(ResponseReader.Response response) {
        if (response.code() == 500) {
            return !INVALID_OBJECT
                    .matcher(new String(response.body(), StandardCharsets.UTF_8))
                    .find();
        }
        return response.code() == 429 || response.code() > 500;
    }

    private static boolean isConnectionError(Throwable problem) {
        return Exceptions.unwrap(problem) instanceof IOException;
    }

    /** The value of the {@code Retry-After} header in seconds; 0 if the header is missing or contains a date. */
    static long retryAfter(HttpResponse<?> response) {
        String seconds = response.header("Retry-After");
        return seconds != null && seconds.matches("\\d{1,9}") ? Long.parseLong(seconds) : 0;
    }
}
