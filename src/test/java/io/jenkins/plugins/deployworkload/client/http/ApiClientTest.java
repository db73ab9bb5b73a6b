package io.jenkins.plugins.deployworkload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApiClientTest {

    private static ApiClient apiClient(KubernetesClient client, String address) {
        return apiClient(client, address, RetryLimits.DEFAULT, System::nanoTime);
    }

    private static ApiClient apiClient(
            KubernetesClient client, String address, RetryLimits limits, LongSupplier nanos) {
        HttpClientPool pool = new HttpClientPool(
                () -> RetryingSender.withoutRetries(client.getHttpClient(), client.getConfiguration()));
        return new ApiClient(
                client,
                new ConnectionConfig(address, null, new TokenCredential("secret")),
                new RetryingSender(pool, limits, nanos));
    }

    @Test
    void returnsPlainTextUnchanged() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/log", exchange -> {
            boolean previous = "previous=true".equals(exchange.getRequestURI().getQuery());
            byte[] body = (previous ? "시작\nend: {" : "{\"kind\":\"Status\",\"message\":\"no such container\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(previous ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Config config = new ConfigBuilder(Config.empty()).withMasterUrl(address).build();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new HttpClientFactory(new ProxySetting.Direct()))
                .build()) {
            ApiClient apiClient = apiClient(client, address);
            assertThat(apiClient
                            .sendForText(ApiRequest.get("/log", Map.of("previous", "true")))
                            .join())
                    .isEqualTo("시작\nend: {");
            assertThatThrownBy(() -> apiClient
                            .sendForText(ApiRequest.get("/log", Map.of()))
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessage("no such container");
        } finally {
            server.stop(0);
        }
    }

    /** @param responses the status and the message of each response; the server repeats the last response */
    private static int countRequests(String[] responses, int expected) throws IOException {
        AtomicInteger count = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String response = responses[Math.min(count.getAndIncrement(), responses.length - 1)];
            int status = Integer.parseInt(response.substring(0, 3));
            byte[] body = ("{\"kind\":\"Status\",\"message\":\""
                            + response.substring(3).strip() + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Config config = new ConfigBuilder(Config.empty()).withMasterUrl(address).build();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new HttpClientFactory(new ProxySetting.Direct()))
                .build()) {
            ApiRequest apply = new ApiRequest("PATCH", "/x", Map.of(), "application/apply-patch+yaml", "{}");
            int status = apiClient(client, address)
                    .sendForText(apply)
                    .handle((text, problem) ->
                            problem == null ? 200 : ((KubernetesClientException) problem.getCause()).getCode())
                    .join();
            assertThat(status).isEqualTo(expected);
        } finally {
            server.stop(0);
        }
        return count.get();
    }

    @Test
    void retriesTransientErrors() throws IOException {
        assertThat(countRequests(
                        new String[] {"503 busy", "429 too many requests", "500 etcd: timed out", "200 "}, 200))
                .isEqualTo(4);
        assertThat(countRequests(new String[] {"503 busy"}, 503)).isEqualTo(4);
    }

    @Test
    void retriesRejectedRequestsMoreOftenThanFailedOnes() throws IOException {
        String rejected = "429 too many requests";
        assertThat(countRequests(new String[] {rejected, rejected, rejected, rejected, rejected, "200 "}, 200))
                .isEqualTo(6);
        assertThat(countRequests(new String[] {"503 busy", rejected, rejected, "503 busy", "200 "}, 200))
                .isEqualTo(5);
    }

    @Test
    void doesNotRetryPermanentErrors() throws IOException {
        assertThat(countRequests(new String[] {"422 invalid"}, 422)).isEqualTo(1);
        assertThat(countRequests(
                        new String[] {
                            "500 failed to create typed patch object (/web; apps/v1): duplicate entries for key"
                        },
                        500))
                .isEqualTo(1);
    }

    /**
     * The failure of a request whose first attempt gets no response, because the connection breaks. The retry gets
     * status 403.
     */
    private static Throwable failureAfterBrokenConnection(ApiRequest request) throws IOException {
        AtomicInteger count = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (count.getAndIncrement() > 0) {
                exchange.sendResponseHeaders(403, -1);
            }
            exchange.close();
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Config config = new ConfigBuilder(Config.empty()).withMasterUrl(address).build();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new HttpClientFactory(new ProxySetting.Direct()))
                .build()) {
            return apiClient(client, address)
                    .sendForText(request)
                    .handle((text, problem) -> problem.getCause())
                    .join();
        } finally {
            server.stop(0);
        }
    }

    private static ApiRequest apply(Map<String, String> query) {
        return new ApiRequest("PATCH", "/x", query, "application/apply-patch+yaml", "{}");
    }

    @Test
    void refusalOfARetriedWriteIsAmbiguous() throws IOException {
        assertThat(failureAfterBrokenConnection(apply(Map.of())))
                .isInstanceOf(AmbiguousWriteException.class)
                .hasMessage("HTTP 403");
        for (ApiRequest readOrDryRun : List.of(ApiRequest.get("/x", Map.of()), apply(Map.of("dryRun", "All")))) {
            assertThat(failureAfterBrokenConnection(readOrDryRun))
                    .isInstanceOf(KubernetesClientException.class)
                    .isNotInstanceOf(AmbiguousWriteException.class);
        }
    }

    /**
     * Runs a test with a server that always responds with the given status and Retry-After. Each response advances the
     * clock by one second.
     */
    private static void withBusyServer(
            int status, int retryAfter, RetryLimits limits, BiConsumer<ApiClient, AtomicInteger> use)
            throws IOException {
        AtomicInteger count = new AtomicInteger();
        AtomicLong clock = new AtomicLong();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            count.incrementAndGet();
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            exchange.getResponseHeaders().add("Retry-After", String.valueOf(retryAfter));
            byte[] body = "{\"kind\":\"Status\",\"message\":\"too many requests\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Config config = new ConfigBuilder(Config.empty()).withMasterUrl(address).build();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new HttpClientFactory(new ProxySetting.Direct()))
                .build()) {
            use.accept(apiClient(client, address, limits, clock::get), count);
        } finally {
            server.stop(0);
        }
    }

    private static Throwable failure(ApiClient apiClient) {
        return apiClient
                .sendForText(apply(Map.of()))
                .handle((text, problem) -> problem.getCause())
                .join();
    }

    @Test
    void doesNotRetryWhenRetryAfterExceedsTheLimit() throws IOException {
        for (int status : new int[] {429, 503}) {
            withBusyServer(status, 9999, RetryLimits.DEFAULT, (apiClient, count) -> {
                assertThat(failure(apiClient))
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessage("too many requests (Retry-After: 9999 s)");
                assertThat(count).hasValue(1);
            });
        }
    }

    /** A late retry could write to the cluster after the caller has been told that the write failed. */
    @Test
    void sendsNoRetryThatCouldOutlastTheLimitOfAFailingRequest() throws IOException {
        Duration attempt = Duration.ofSeconds(30);
        RetryLimits limits = new RetryLimits(attempt, attempt.plusMillis(2500), Duration.ofMinutes(5));
        withBusyServer(503, 1, limits, (apiClient, count) -> {
            assertThat(failure(apiClient)).hasMessageContaining("too many requests");
            assertThat(count)
                    .as("no third attempt: 0.5 s more than the timeout of a request is left")
                    .hasValue(2);
        });
    }

    @Test
    void retriesARejectedRequestUntilItsLimit() throws IOException {
        RetryLimits limits = new RetryLimits(Duration.ofSeconds(30), Duration.ofSeconds(70), Duration.ofMillis(2500));
        withBusyServer(429, 1, limits, (apiClient, count) -> {
            assertThat(failure(apiClient)).hasMessageContaining("too many requests");
            assertThat(count).as("0.5 s are left for a wait of 1 s").hasValue(2);
        });
    }

    private static Throwable failure(ApiClient apiClient, ApiRequest request) {
        return apiClient
                .sendForText(request)
                .handle((text, problem) -> problem.getCause())
                .join();
    }

    @Test
    void rejectedWriteIsCheckedBeforeEachRetry() throws IOException {
        withBusyServer(429, 0, RetryLimits.DEFAULT, (apiClient, count) -> {
            List<Integer> sent = new ArrayList<>();
            Throwable failure = failure(
                    apiClient.withRetryCheck(() -> {
                        sent.add(count.get());
                        if (sent.size() == 3) {
                            throw new IllegalStateException("another deploy is active");
                        }
                    }),
                    apply(Map.of()));
            assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("another deploy is active");
            assertThat(sent).as("requests before each check").containsExactly(1, 2, 3);
            assertThat(count).hasValue(3);
        });
    }

    @Test
    void writeThatMayHaveBeenAppliedEndsWithItsLastResponse() throws IOException {
        withBusyServer(503, 0, RetryLimits.DEFAULT, (apiClient, count) -> {
            ApiClient checked = apiClient.withRetryCheck(() -> {
                throw new IllegalStateException("another deploy is active");
            });
            assertThat(failure(checked, apply(Map.of())))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(503));
            assertThat(count).hasValue(1);
        });
    }

    @Test
    void readsAndDryRunsAreRetriedUnchecked() throws IOException {
        RetryLimits limits = new RetryLimits(Duration.ofSeconds(30), Duration.ofSeconds(70), Duration.ofMillis(2500));
        for (ApiRequest request : List.of(ApiRequest.get("/x", Map.of()), apply(Map.of("dryRun", "All")))) {
            withBusyServer(429, 1, limits, (apiClient, count) -> {
                ApiClient checked = apiClient.withRetryCheck(() -> {
                    throw new IllegalStateException("another deploy is active");
                });
                assertThat(failure(checked, request)).hasMessageContaining("too many requests");
                assertThat(count).hasValue(2);
            });
        }
    }

    /** The check may send requests itself, which the server may reject too. */
    @Test
    void sendsNoRetryAfterACheckThatOutlastsTheLimit() throws IOException {
        RetryLimits limits = new RetryLimits(Duration.ofSeconds(30), Duration.ofSeconds(70), Duration.ofMillis(2500));
        withBusyServer(429, 0, limits, (apiClient, count) -> {
            ApiClient checked = apiClient.withRetryCheck(() -> failure(apiClient, ApiRequest.get("/x", Map.of())));
            assertThat(failure(checked, apply(Map.of()))).hasMessageContaining("too many requests");
            assertThat(count).as("one write, and the requests of its check").hasValue(4);
        });
    }

    /** After a rejection, one request is in flight at a time, and the others wait. */
    @Test
    void sendsNoRequestThatHasWaitedForOthersSinceItWasStopped() throws IOException {
        withBusyServer(429, 1, RetryLimits.DEFAULT, (apiClient, count) -> {
            List<CompletableFuture<String>> responses = new ArrayList<>();
            for (int i = 0; i < 2 * HttpClientPool.MAX_STREAMS; i++) {
                responses.add(apiClient.sendForText(apply(Map.of())));
            }
            apiClient.inFlight().stopRetries();
            responses.forEach(response -> assertThat(
                            response.handle((text, problem) -> problem).join())
                    .isNotNull());
            assertThat(count.get()).as("those that were in flight").isLessThanOrEqualTo(HttpClientPool.MAX_STREAMS);
        });
    }

    @Test
    void stopsToRetryARequestInFlight() throws IOException {
        withBusyServer(429, 60, RetryLimits.DEFAULT, (apiClient, count) -> {
            CompletableFuture<String> response = apiClient.sendForText(apply(Map.of()));
            apiClient.inFlight().stopRetries();
            assertThat(response.handle((text, problem) -> problem.getCause()).join())
                    .hasMessage("too many requests (Retry-After: 60 s)");
            assertThat(count).hasValue(1);
        });
    }
}
