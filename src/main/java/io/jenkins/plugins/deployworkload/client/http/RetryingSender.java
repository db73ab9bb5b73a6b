package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import io.jenkins.plugins.deployworkload.client.concurrent.Delay;
import io.jenkins.plugins.deployworkload.client.concurrent.Exceptions;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import java.io.IOException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Sends a request and retries it after status 429, status 5xx and broken connections. Unlike fabric8's own retries,
 * this class does not retry a 500 response that reports an invalid object. For example, server-side apply responds with
 * status 500 to a duplicate environment variable. After status 429 (Too Many Requests), the request waits as long as the
 * server says in {@code Retry-After}, and fewer requests are in flight at the same time.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/structuredmerge.go">structuredMergeManager.Apply</a>
 * @see <a href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/">API Priority and Fairness</a>
 */
public final class RetryingSender {

    /** The waits before the three retries are 0.1, 0.2 and 0.4 s, less than a second in total. */
    private static final int MAX_FAILURES = 3;

    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(100);

    /** The longest wait after status 429 without {@code Retry-After}. */
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

    private static final Pattern INVALID_OBJECT = Pattern.compile("failed to create typed (patch|live) object");

    private final HttpClientPool clientPool;
    private final RetryLimits limits;
    private final LongSupplier nanoTime;
    private final RequestLimiter limiter = new RequestLimiter(HttpClientPool.MAX_STREAMS);
    private final ResponseMemory memory = new ResponseMemory();

    /**
     * @param clientPool a pool of clients that {@link #withoutRetries} returned
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public RetryingSender(HttpClientPool clientPool, RetryLimits limits, LongSupplier nanoTime) {
        this.clientPool = clientPool;
        this.limits = limits;
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
     *
     * @param request makes the request of each attempt, because a token may expire between two attempts
     * @param retryCheck runs before each retry, on a virtual thread. If it throws an exception, the request is not retried,
     *     and the future fails with this exception. If the server may have applied an earlier attempt, the future has the
     *     response to the last attempt instead. After a {@link KubernetesClientException}, which is an error of a request
     *     of the check, the check is made again later
     * @param stop completes when the request must not be retried any more
     */
    CompletableFuture<LastResponse> send(
            Supplier<CompletableFuture<HttpRequest.Builder>> request,
            Runnable retryCheck,
            CompletableFuture<Void> stop) {
        return new Delivery(request, retryCheck, stop).attempt(null);
    }

    /** One request with its retries. Its attempts follow each other, so that no two threads use it at the same time. */
    private final class Delivery {

        private final Supplier<CompletableFuture<HttpRequest.Builder>> request;
        private final Runnable retryCheck;
        private final CompletableFuture<Void> stop;
        private long rejectedUntil;
        private long failingUntil;
        private int failures;
        private int rejections;
        private boolean ambiguous;

        /** The {@link #nanoTime} after which the next attempt must not start. */
        private long startBy;

        Delivery(
                Supplier<CompletableFuture<HttpRequest.Builder>> request,
                Runnable retryCheck,
                CompletableFuture<Void> stop) {
            this.request = request;
            this.retryCheck = retryCheck;
            this.stop = stop;
        }

        /** @param previous the result of the attempt before; {@code null} for the first attempt */
        CompletableFuture<LastResponse> attempt(CompletableFuture<LastResponse> previous) {
            CompletableFuture<ResponseReader.Response> attempt = limiter.submit(this::start);
            boolean earlier = ambiguous;
            CompletableFuture<LastResponse> sent = attempt.thenApply(response -> new LastResponse(response, earlier));
            return attempt.handle((response, problem) -> {
                        if (previous != null && isCancelled(problem)) {
                            return previous;
                        }
                        Optional<Duration> backoff = problem == null ? backoffAfter(response) : backoffAfter(problem);
                        return backoff.isEmpty() || stop.isDone() ? sent : retry(backoff.get(), sent);
                    })
                    .thenCompose(Function.identity());
        }

        /**
         * Starts an attempt that the limiter allows. If this method throws an exception, for example because the client is
         * closed, the limiter fails the future.
         */
        private CompletableFuture<ResponseReader.Response> start() {
            if (stop.isDone()) {
                // The request may have waited for others since it was stopped.
                return CompletableFuture.failedFuture(new CancellationException());
            }
            if (rejectedUntil == 0) {
                rejectedUntil = nanoTime.getAsLong() + limits.rejected().toNanos();
                failingUntil = nanoTime.getAsLong() + limits.failing().toNanos();
            }
            return request.get().thenCompose(this::sendOnce);
        }

        private CompletableFuture<LastResponse> retry(Duration backoff, CompletableFuture<LastResponse> sent) {
            return CompletableFuture.anyOf(Delay.of(backoff), stop)
                    .thenCompose(elapsed -> stop.isDone() ? sent : checkAndAttempt(sent));
        }

        private CompletableFuture<LastResponse> checkAndAttempt(CompletableFuture<LastResponse> sent) {
            return CompletableFuture.anyOf(VirtualThreads.run(retryCheck), stop)
                    .handle((checked, refusal) -> {
                        // The check may have taken long, because it may send requests.
                        if (stop.isDone() || nanoTime.getAsLong() > startBy) {
                            return sent;
                        }
                        if (refusal == null) {
                            return attempt(sent);
                        }
                        if (Exceptions.unwrap(refusal) instanceof KubernetesClientException) {
                            // The check could not be made. It is no refusal.
                            Optional<Duration> backoff = failures > 0
                                    ? backoffAfterFailure(Duration.ZERO)
                                    : backoffAfterRejection(Duration.ZERO);
                            return backoff.isEmpty() ? sent : retry(backoff.get(), sent);
                        }
                        return ambiguous
                                ? sent
                                : CompletableFuture.<LastResponse>failedFuture(Exceptions.unwrap(refusal));
                    })
                    .thenCompose(Function.identity());
        }

        /** Returns the time until the next attempt; empty if there is none. */
        private Optional<Duration> backoffAfter(ResponseReader.Response response) {
            Duration retryAfter = Duration.ofSeconds(retryAfter(response.head()));
            if (response.code() == 429) {
                return backoffAfterRejection(retryAfter);
            }
            return isTransientFailure(response) ? backoffAfterFailure(retryAfter) : Optional.empty();
        }

        private Optional<Duration> backoffAfter(Throwable problem) {
            return isConnectionError(problem) ? backoffAfterFailure(Duration.ZERO) : Optional.empty();
        }

        private Optional<Duration> backoffAfterRejection(Duration retryAfter) {
            Duration exponential = INITIAL_BACKOFF.multipliedBy(1L << Math.min(rejections++, 16));
            Duration backoff = max(retryAfter, min(exponential, MAX_BACKOFF));
            failingUntil =
                    nanoTime.getAsLong() + backoff.toNanos() + limits.failing().toNanos();
            startBy = rejectedUntil;
            return rejectedUntil - nanoTime.getAsLong() > backoff.toNanos() ? Optional.of(backoff) : Optional.empty();
        }

        private Optional<Duration> backoffAfterFailure(Duration retryAfter) {
            Duration backoff = max(retryAfter, INITIAL_BACKOFF.multipliedBy(1L << failures));
            // Start no attempt that could outlive the limit, because a write could succeed after the caller has
            // reported a failure.
            startBy = failingUntil - limits.attempt().toNanos();
            if (failures++ == MAX_FAILURES || startBy - nanoTime.getAsLong() <= backoff.toNanos()) {
                return Optional.empty();
            }
            ambiguous = true;
            return Optional.of(backoff);
        }

        /**
         * Sends one attempt. A timeout marks the connection as dead, because the JDK client does not detect a dead
         * connection.
         */
        private CompletableFuture<ResponseReader.Response> sendOnce(HttpRequest.Builder builder) {
            builder.timeout(limits.attempt().toMillis(), TimeUnit.MILLISECONDS);
            HttpRequest attemptRequest = builder.build();
            HttpClientPool.Lease lease = clientPool.acquire();
            long startedAt = System.nanoTime();
            ResponseReader reader = new ResponseReader(memory, attemptRequest);
            CompletableFuture<ResponseReader.Response> attempt;
            try {
                attempt = reader.send(lease.client(), attemptRequest);
            } catch (RuntimeException e) {
                lease.release();
                throw e;
            }
            // The request may have waited for other requests, so that less than the limit of one attempt is left.
            long left = Math.max(limits.attempt().toNanos(), failingUntil - nanoTime.getAsLong());
            return attempt.orTimeout(left, TimeUnit.NANOSECONDS).whenComplete((response, problem) -> {
                reader.close(problem != null);
                if (isTimeout(problem)) {
                    lease.markDead(startedAt);
                }
                lease.release();
                adjustLimiter(response);
            });
        }
    }

    private void adjustLimiter(ResponseReader.Response response) {
        if (response != null && response.code() == 429) {
            limiter.rejected();
        } else if (response != null) {
            limiter.accepted();
        }
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static boolean isTimeout(Throwable problem) {
        Throwable cause = problem == null ? null : Exceptions.unwrap(problem);
        return cause instanceof TimeoutException
                || cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException);
    }

    private static boolean isTransientFailure(ResponseReader.Response response) {
        if (response.code() == 500) {
            return !INVALID_OBJECT
                    .matcher(new String(response.body(), StandardCharsets.UTF_8))
                    .find();
        }
        return response.code() > 500;
    }

    private static boolean isCancelled(Throwable problem) {
        return problem != null && Exceptions.unwrap(problem) instanceof CancellationException;
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
