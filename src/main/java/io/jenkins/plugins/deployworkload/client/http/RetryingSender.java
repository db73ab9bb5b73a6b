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
 * Sends a request again where that may help: after 429, 5xx and broken connections. The client's own retries would do so
 * after each 5xx, but server-side apply answers a faulty object, such as one with an environment variable twice, with 500.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/structuredmerge.go">structuredMergeManager.Apply</a>
 */
public final class RetryingSender {

    /** After 0.1, 0.2 and 0.4 s; all together a second, in which no build grows impatient. */
    private static final int MAX_RETRIES = 3;

    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(100);

    private static final Pattern INVALID_OBJECT = Pattern.compile("failed to create typed (patch|live) object");

    private final HttpClientPool clientPool;
    private final Duration timeout;
    private final Duration totalTimeout;
    private final LongSupplier nanoTime;

    /**
     * @param clients as {@link #withoutRetries}
     * @param timeout until the first line of an answer
     * @param patience how long all tries of a request may take together; none is begun that could last longer
     * @param nanos a clock that only goes forward
     */
    public RetryingSender(HttpClientPool clients, Duration timeout, Duration patience, LongSupplier nanos) {
        this.clientPool = clients;
        this.timeout = timeout;
        this.totalTimeout = patience;
        this.nanoTime = nanos;
    }

    /** The client without retries of its own, for requests that bring their token along. */
    public static HttpClient withoutRetries(HttpClient client, Config settings) {
        return client.newBuilder()
                .addOrReplaceInterceptor(TokenRefreshInterceptor.NAME, null)
                .tag(new RequestConfigBuilder(settings.getRequestConfig())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    /**
     * The answer to the last try.
     *
     * @param response whatever its status
     * @param ambiguous whether the server may have carried out a try before it, of which nobody was told
     */
    record LastResponse(HttpResponse<byte[]> response, boolean ambiguous) {}

    /**
     * The last answer, or what broke the last try. Where the server asks to be left alone for longer than there is patience,
     * that answer is the last one.
     */
    CompletableFuture<LastResponse> send(HttpRequest.Builder request) {
        request.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return send(request.build(), 0, false, nanoTime.getAsLong() + totalTimeout.toNanos());
    }

    private CompletableFuture<LastResponse> send(HttpRequest request, int before, boolean doubtful, long deadline) {
        CompletableFuture<HttpResponse<byte[]>> answer = sendOnce(request, deadline);
        CompletableFuture<LastResponse> sent = answer.thenApply(response -> new LastResponse(response, doubtful));
        if (before == MAX_RETRIES) {
            return sent;
        }
        return answer.handle((response, problem) -> {
                    if (problem == null ? !isRetryable(response) : !isConnectionError(problem)) {
                        return sent;
                    }
                    long asked = response == null ? 0 : TimeUnit.SECONDS.toNanos(retryAfter(response));
                    long pause = Math.max(INITIAL_BACKOFF.toNanos() << before, asked);
                    // Only a try that is over in time: who asked would be told that it has failed, and be wrong later.
                    if (deadline - nanoTime.getAsLong() <= pause + timeout.toNanos()) {
                        return sent;
                    }
                    boolean doubt = doubtful || response == null || response.code() >= 500;
                    return Delay.of(Duration.ofNanos(pause))
                            .thenCompose(over -> send(request, before + 1, doubt, deadline));
                })
                .thenCompose(Function.identity());
    }

    /** Nobody follows on a connection that was silent for too long: it may be dead, and nothing else would tell. */
    private CompletableFuture<HttpResponse<byte[]>> sendOnce(HttpRequest request, long deadline) {
        HttpClientPool.Lease slot = clientPool.acquire();
        long begun = System.nanoTime();
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = slot.client().sendAsync(request, byte[].class);
        } catch (RuntimeException e) {
            slot.release();
            throw e;
        }
        return answer.orTimeout(deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS)
                .whenComplete((response, problem) -> {
                    if (isTimeout(problem)) {
                        slot.markDead(begun);
                    }
                    slot.release();
                });
    }

    private static boolean isTimeout(Throwable problem) {
        Throwable cause = problem == null ? null : Exceptions.unwrap(problem);
        return cause instanceof TimeoutException
                || cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException);
    }

    private static boolean isRetryable(HttpResponse<byte[]> response) {
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

    /** In seconds; 0 where nothing is asked for, or not in seconds. */
    static long retryAfter(HttpResponse<?> response) {
        String seconds = response.header("Retry-After");
        return seconds != null && seconds.matches("\\d{1,9}") ? Long.parseLong(seconds) : 0;
    }
}
