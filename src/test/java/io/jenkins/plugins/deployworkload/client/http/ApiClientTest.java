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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApiClientTest {

    private static ApiClient requests(KubernetesClient client, String address) {
        return requests(client, address, Fabric8Config.TOTAL_TIMEOUT, System::nanoTime);
    }

    private static ApiClient requests(KubernetesClient client, String address, Duration patience, LongSupplier nanos) {
        HttpClientPool clients = new HttpClientPool(
                () -> RetryingSender.withoutRetries(client.getHttpClient(), client.getConfiguration()));
        return new ApiClient(
                client,
                new ConnectionConfig(address, null, new TokenCredential("secret")),
                new RetryingSender(clients, Fabric8Config.REQUEST_TIMEOUT, patience, nanos));
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
            ApiClient requests = requests(client, address);
            assertThat(requests.sendForText(ApiRequest.get("/log", Map.of("previous", "true")))
                            .join())
                    .isEqualTo("시작\nend: {");
            assertThatThrownBy(() -> requests.sendForText(ApiRequest.get("/log", Map.of()))
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessage("no such container");
        } finally {
            server.stop(0);
        }
    }

    /** @param answers status and body of one answer after the other; the last one goes on */
    private static int countRequests(String[] answers, int expected) throws IOException {
        AtomicInteger count = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String answer = answers[Math.min(count.getAndIncrement(), answers.length - 1)];
            int status = Integer.parseInt(answer.substring(0, 3));
            byte[] body = ("{\"kind\":\"Status\",\"message\":\""
                            + answer.substring(3).strip() + "\"}")
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
            int status = requests(client, address)
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
        assertThat(countRequests(new String[] {"503 busy", "429 slowly", "500 etcd: timed out", "200 "}, 200))
                .isEqualTo(4);
        assertThat(countRequests(new String[] {"503 busy"}, 503)).isEqualTo(4);
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

    /** The first try breaks before its answer, and what comes next is refused. */
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
            return requests(client, address)
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
        for (ApiRequest harmless : List.of(ApiRequest.get("/x", Map.of()), apply(Map.of("dryRun", "All")))) {
            assertThat(failureAfterBrokenConnection(harmless))
                    .isInstanceOf(KubernetesClientException.class)
                    .isNotInstanceOf(AmbiguousWriteException.class);
        }
    }

    /** A server that is busy for good, and says for how long it does not want to be asked again; takes a second an answer. */
    private static <T> T withBusyServer(String seconds, Duration patience, BiFunction<ApiClient, AtomicInteger, T> use)
            throws IOException {
        AtomicInteger count = new AtomicInteger();
        AtomicLong clock = new AtomicLong();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            count.incrementAndGet();
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            exchange.getResponseHeaders().add("Retry-After", seconds);
            byte[] body = "{\"kind\":\"Status\",\"message\":\"too many requests\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(429, body.length);
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
            return use.apply(requests(client, address, patience, clock::get), count);
        } finally {
            server.stop(0);
        }
    }

    private static Throwable failure(ApiClient requests) {
        return requests.sendForText(new ApiRequest("PATCH", "/x", Map.of(), "application/apply-patch+yaml", "{}"))
                .handle((text, problem) -> problem.getCause())
                .join();
    }

    @Test
    void doesNotRetryWhenRetryAfterExceedsTheTotalTimeout() throws IOException {
        withBusyServer("9999", Duration.ofSeconds(70), (requests, count) -> {
            assertThat(failure(requests))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessage("too many requests; it asks to be left alone for 9999 seconds");
            assertThat(count).hasValue(1);
            return null;
        });
    }

    /** A write could be in the cluster when whoever asked was told long ago that it had failed. */
    @Test
    void sendsNoRetryThatCouldOutlastTheTotalTimeout() throws IOException {
        withBusyServer("1", Fabric8Config.REQUEST_TIMEOUT.plusMillis(2500), (requests, count) -> {
            assertThat(failure(requests)).hasMessageContaining("too many requests");
            assertThat(count)
                    .as("there is no time for a third: half a second is left beyond that of a request")
                    .hasValue(2);
            return null;
        });
    }
}
