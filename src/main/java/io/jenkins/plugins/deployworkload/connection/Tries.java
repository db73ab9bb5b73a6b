package io.jenkins.plugins.deployworkload.connection;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Sends a request again where that may help: after 429, 5xx and broken connections. The client's own retries would do so
 * after each 5xx, but server-side apply answers a faulty object, such as one with an environment variable twice, with 500.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/structuredmerge.go">structuredMergeManager.Apply</a>
 */
final class Tries {

    /** After 0.1, 0.2 and 0.4 s; all together a second, in which no build grows impatient. */
    private static final int AGAIN = 3;

    private static final Duration FIRST = Duration.ofMillis(100);

    private static final Pattern FAULTY = Pattern.compile("failed to create typed (patch|live) object");

    private final Duration patience;
    private final LongSupplier nanos;
    private final HttpClient client;

    /**
     * @param patience how long all tries of a request may take together; none is begun that could last longer
     * @param nanos a clock that only goes forward
     */
    Tries(KubernetesClient client, Duration patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
        this.client = client.getHttpClient()
                .newBuilder()
                .tag(new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    /**
     * The answer to the last try.
     *
     * @param response whatever its status
     * @param doubtful whether the server may have carried out a try before it, of which nobody was told
     */
    record Last(HttpResponse<byte[]> response, boolean doubtful) {}

    /**
     * The last answer, or what broke the last try. Where the server asks to be left alone for longer than there is patience,
     * that answer is the last one.
     */
    CompletableFuture<Last> send(HttpRequest request) {
        long deadline = nanos.getAsLong() + patience.toNanos();
        return send(request, 0, false, deadline).orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<Last> send(HttpRequest request, int before, boolean doubtful, long deadline) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, byte[].class);
        CompletableFuture<Last> sent = answer.thenApply(response -> new Last(response, doubtful));
        if (before == AGAIN) {
            return sent;
        }
        return answer.handle((response, problem) -> {
                    if (problem == null ? !mayPass(response) : !isBroken(problem)) {
                        return sent;
                    }
                    long asked = response == null ? 0 : TimeUnit.SECONDS.toNanos(retryAfter(response));
                    long pause = Math.max(FIRST.toNanos() << before, asked);
                    // Only a try that is over in time: who asked would be told that it has failed, and be wrong later.
                    if (deadline - nanos.getAsLong() <= pause + ClientConfig.REQUEST_TIMEOUT.toNanos()) {
                        return sent;
                    }
                    boolean doubt = doubtful || response == null || response.code() >= 500;
                    return Pause.of(Duration.ofNanos(pause))
                            .thenCompose(over -> send(request, before + 1, doubt, deadline));
                })
                .thenCompose(Function.identity());
    }

    private static boolean mayPass(HttpResponse<byte[]> response) {
        if (response.code() == 500) {
            return !FAULTY.matcher(new String(response.body(), StandardCharsets.UTF_8))
                    .find();
        }
        return response.code() == 429 || response.code() > 500;
    }

    private static boolean isBroken(Throwable problem) {
        return Causes.of(problem) instanceof IOException;
    }

    /** In seconds; 0 where nothing is asked for, or not in seconds. */
    static long retryAfter(HttpResponse<?> response) {
        String seconds = response.header("Retry-After");
        return seconds != null && seconds.matches("\\d{1,9}") ? Long.parseLong(seconds) : 0;
    }
}
