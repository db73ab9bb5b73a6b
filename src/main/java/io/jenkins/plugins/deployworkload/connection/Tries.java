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
import java.util.function.Function;
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

    private final HttpClient once;

    Tries(KubernetesClient client) {
        this.once = client.getHttpClient()
                .newBuilder()
                .tag(new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    /** The last answer, whatever its status, or what broke the last try. */
    CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        return send(request, 0);
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, int before) {
        CompletableFuture<HttpResponse<byte[]>> sent = once.sendAsync(request, byte[].class);
        if (before == AGAIN) {
            return sent;
        }
        return sent.handle((response, problem) -> {
                    if (problem == null ? !mayPass(response) : !isBroken(problem)) {
                        return sent;
                    }
                    long pause = FIRST.toMillis() << before;
                    long asked = response == null ? 0 : retryAfter(response);
                    return Pause.of(Duration.ofMillis(Math.max(pause, asked)))
                            .thenCompose(over -> send(request, before + 1));
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

    /** In milliseconds; 0 where nothing is asked for, or not in seconds. */
    private static long retryAfter(HttpResponse<?> response) {
        String seconds = response.header("Retry-After");
        return seconds != null && seconds.matches("\\d{1,4}")
                ? Duration.ofSeconds(Long.parseLong(seconds)).toMillis()
                : 0;
    }
}
