package io.jenkins.plugins.deployworkload.cluster.suggestions;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.deployworkload.client.ClosedPort;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.concurrent.TtlCache;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests suggestions from unreachable and slow clusters, and the number of requests to these clusters. */
class UnresponsiveClusterTest {

    private static final Duration LONG_TIMEOUT = Duration.ofMinutes(1);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final ConnectionPool connections = new ConnectionPool(scheduler);
    private final AtomicInteger requests = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-24T00:00:00Z");
    private final SuggestionService service = new SuggestionService(connections, () -> now, LONG_TIMEOUT);

    @AfterEach
    void end() {
        scheduler.shutdownNow();
    }

    @Test
    void doesNotWaitForASlowCluster() throws Exception {
        // The server accepts the connection, but never responds.
        try (ServerSocket unresponsive = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            SuggestionService shortTimeoutService =
                    new SuggestionService(connections, () -> now, Duration.ofSeconds(1));

            Suggestions suggestions =
                    shortTimeoutService.suggest("slow", () -> config(unresponsive.getLocalPort()), request(), true);

            assertThat(suggestions)
                    .isEqualTo(Suggestions.note("No suggestions: the cluster did not respond within 1 s."));
        }
    }

    @Test
    void doesNotWaitForASlowCredentialAndResolvesItOnce() throws Exception {
        HttpServer server = serve(200, "{\"items\": [{\"metadata\": {\"name\": \"settings\"}}]}", null);
        CountDownLatch resolving = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger resolutions = new AtomicInteger();
        Callable<ConnectionConfig> slowResolver = () -> {
            resolutions.incrementAndGet();
            resolving.countDown();
            release.await();
            return config(server.getAddress().getPort());
        };
        SuggestionService shortTimeoutService = new SuggestionService(connections, () -> now, Duration.ofMillis(50));

        assertThat(shortTimeoutService
                        .suggest("cloud", slowResolver, request(), true)
                        .note())
                .startsWith("No suggestions: the cluster did not respond");
        resolving.await();
        assertThat(shortTimeoutService
                        .suggest("cloud", slowResolver, request(), true)
                        .note())
                .startsWith("No suggestions: the cluster did not respond");
        assertThat(resolutions).hasValue(1);
        assertThat(requests).hasValue(0);
        release.countDown();
        server.stop(0);
    }

    @Test
    void reportsAMissingCredential() {
        assertThat(service.suggest(
                        "none",
                        () -> {
                            throw new IOException("its credential is missing");
                        },
                        request(),
                        true))
                .isEqualTo(Suggestions.note("its credential is missing"));
    }

    @Test
    void reportsAnUnreachableCluster() throws Exception {
        try (ClosedPort port = ClosedPort.open()) {
            Suggestions suggestions = service.suggest("dead", () -> config(port.port()), request(), true);

            assertThat(suggestions.values()).isEmpty();
            assertThat(suggestions.note())
                    .contains("http://127.0.0.1:" + port.port())
                    .doesNotContain("Exception", "\n");
            assertThat(suggestions.unsupported()).isFalse();
        }
    }

    @Test
    void cachesSuggestionsForAWhile() throws Exception {
        HttpServer server = serve(200, "{\"items\": [{\"metadata\": {\"name\": \"settings\"}}]}", null);

        assertThat(suggest(server).values()).containsExactly("settings");
        assertThat(suggest(server).values()).containsExactly("settings");
        assertThat(requests).hasValue(1);

        now = now.plus(TtlCache.SUCCESS_TTL);
        suggest(server);
        assertThat(requests).hasValue(2);
        server.stop(0);
    }

    @Test
    void cachesErrorsForAShorterTime() throws Exception {
        HttpServer server = serve(403, "{}", null);

        assertThat(suggest(server).note()).contains("no permission to list configmaps");
        suggest(server);
        assertThat(requests).hasValue(1);

        now = now.plus(TtlCache.FAILURE_TTL);
        suggest(server);
        assertThat(requests).hasValue(2);
        server.stop(0);
    }

    @Test
    void sendsOneRequestForConcurrentSuggestions() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        HttpServer server = serve(200, "{\"items\": [{\"metadata\": {\"name\": \"settings\"}}]}", release);

        List<CompletableFuture<Suggestions>> fields = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> suggest(server), Thread::startVirtualThread))
                .limit(20)
                .toList();
        release.countDown();

        assertThat(fields).allSatisfy(field -> assertThat(field.join().values()).containsExactly("settings"));
        assertThat(requests).hasValue(1);
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_MAP, '',            , ''",
        "CONFIG_MAP, $NAMESPACE,    , ''",
        "CONFIG_MAP, a/../secrets,  , ''",
        "CONFIG_KEY, shop, CONFIG_MAP, ../secrets/db",
        "CONFIG_KEY, shop, CONFIG_MAP, '${NAME}'",
    })
    void doesNotQueryForInvalidNames(
            SuggestionKind kind, String namespace, SuggestionKind dependencyKind, String dependencyName)
            throws Exception {
        HttpServer server = serve(200, "{}", null);

        Suggestions suggestions = service.suggest(
                "one",
                () -> config(server.getAddress().getPort()),
                new SuggestionRequest(kind, namespace, dependencyKind, dependencyName),
                true);

        assertThat(suggestions.values()).isEmpty();
        assertThat(suggestions.note()).startsWith("No suggestions: enter valid names");
        assertThat(requests).hasValue(0);
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_KEY, , ''",
        "CONFIG_KEY, NODE_LABEL, x",
        "CONFIG_KEY, CONFIG_MAP, ''",
        "NODE_LABEL_VALUE, CONFIG_MAP, x"
    })
    void doesNotQueryWithoutTheValueItDependsOn(
            SuggestionKind kind, SuggestionKind dependencyKind, String dependencyName) {
        assertThat(service.suggest(
                        "none",
                        () -> config(1),
                        new SuggestionRequest(kind, "shop", dependencyKind, dependencyName),
                        true))
                .isEqualTo(Suggestions.NONE);
    }

    @Test
    void listsSecretsAsMetadataOnly() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CompletableFuture<String> accepted = new CompletableFuture<>();
        server.createContext("/", exchange -> {
            accepted.complete(exchange.getRequestHeaders().getFirst("Accept"));
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();

        service.suggest(
                "one",
                () -> config(server.getAddress().getPort()),
                new SuggestionRequest(SuggestionKind.SECRET, "shop"),
                true);

        assertThat(accepted.join()).isEqualTo("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        server.stop(0);
    }

    private HttpServer serve(int status, String body, CountDownLatch release) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            try {
                if (release != null) {
                    release.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    private Suggestions suggest(HttpServer server) {
        return service.suggest("one", () -> config(server.getAddress().getPort()), request(), true);
    }

    private static SuggestionRequest request() {
        return new SuggestionRequest(SuggestionKind.CONFIG_MAP, "shop");
    }

    private static ConnectionConfig config(int port) {
        return new ConnectionConfig("http://127.0.0.1:" + port, null, new TokenCredential("token"));
    }
}
