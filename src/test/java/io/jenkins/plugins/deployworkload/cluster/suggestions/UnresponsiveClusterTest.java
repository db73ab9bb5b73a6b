package io.jenkins.plugins.deployworkload.cluster.suggestions;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.deployworkload.client.ClosedPort;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
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

/** Dead, slow and busy clusters, and how often they are asked. */
class UnresponsiveClusterTest {

    private static final Duration PLENTY = Duration.ofMinutes(1);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final ConnectionPool connections = new ConnectionPool(scheduler);
    private final AtomicInteger requests = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-24T00:00:00Z");
    private final SuggestionService offers = new SuggestionService(connections, () -> now, PLENTY);

    @AfterEach
    void end() {
        scheduler.shutdownNow();
    }

    @Test
    void doesNotWaitForASlowCluster() throws Exception {
        // Takes the connection, and never says anything.
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            SuggestionService impatient = new SuggestionService(connections, () -> now, Duration.ofSeconds(1));

            Suggestions answer = impatient.suggest("slow", () -> config(silent.getLocalPort()), question(), true);

            assertThat(answer)
                    .isEqualTo(Suggestions.note("The cluster has not answered within 1 s, so nothing is offered."));
        }
    }

    @Test
    void doesNotWaitForASlowCredentialAndResolvesItOnce() throws Exception {
        HttpServer server = serve(200, "{\"items\": [{\"metadata\": {\"name\": \"settings\"}}]}", null);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch made = new CountDownLatch(1);
        AtomicInteger makers = new AtomicInteger();
        Callable<ConnectionConfig> slow = () -> {
            makers.incrementAndGet();
            begun.countDown();
            made.await();
            return config(server.getAddress().getPort());
        };
        SuggestionService impatient = new SuggestionService(connections, () -> now, Duration.ofMillis(50));

        assertThat(impatient.suggest("cloud", slow, question(), true).note())
                .startsWith("The cluster has not answered");
        begun.await();
        assertThat(impatient.suggest("cloud", slow, question(), true).note())
                .startsWith("The cluster has not answered");
        assertThat(makers).hasValue(1);
        assertThat(requests).hasValue(0);
        made.countDown();
        server.stop(0);
    }

    @Test
    void reportsAMissingCredential() {
        assertThat(offers.suggest(
                        "none",
                        () -> {
                            throw new IOException("its credential is missing");
                        },
                        question(),
                        true))
                .isEqualTo(Suggestions.note("its credential is missing"));
    }

    @Test
    void reportsAnUnreachableCluster() throws Exception {
        try (ClosedPort port = ClosedPort.open()) {
            Suggestions answer = offers.suggest("dead", () -> config(port.port()), question(), true);

            assertThat(answer.values()).isEmpty();
            assertThat(answer.note())
                    .contains("http://127.0.0.1:" + port.port())
                    .doesNotContain("Exception", "\n");
            assertThat(answer.unsupported()).isFalse();
        }
    }

    @Test
    void cachesAnswersForAWhile() throws Exception {
        HttpServer server = serve(200, "{\"items\": [{\"metadata\": {\"name\": \"settings\"}}]}", null);

        assertThat(ask(server).values()).containsExactly("settings");
        assertThat(ask(server).values()).containsExactly("settings");
        assertThat(requests).hasValue(1);

        now = now.plus(TtlCache.SUCCESS_TTL);
        ask(server);
        assertThat(requests).hasValue(2);
        server.stop(0);
    }

    @Test
    void cachesErrorsForAShorterTime() throws Exception {
        HttpServer server = serve(403, "{}", null);

        assertThat(ask(server).note()).contains("may not list configmaps");
        ask(server);
        assertThat(requests).hasValue(1);

        now = now.plus(TtlCache.FAILURE_TTL);
        ask(server);
        assertThat(requests).hasValue(2);
        server.stop(0);
    }

    @Test
    void sendsOneRequestForConcurrentSuggestions() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        HttpServer server = serve(200, "{\"items\": [{\"metadata\": {\"name\": \"settings\"}}]}", gate);

        List<CompletableFuture<Suggestions>> fields = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> ask(server), Thread::startVirtualThread))
                .limit(20)
                .toList();
        gate.countDown();

        assertThat(fields).allSatisfy(field -> assertThat(field.join().values()).containsExactly("settings"));
        assertThat(requests).hasValue(1);
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_MAP, '',            , ''",
        "CONFIG_MAP, $NAMESPACE,    , ''",
        "CONFIG_MAP, a/../secrets,  , ''",
        "KEY,        shop, CONFIG_MAP, ../secrets/db",
        "KEY,        shop, CONFIG_MAP, '${NAME}'",
    })
    void doesNotQueryForInvalidNames(SuggestionKind offer, String namespace, SuggestionKind beside, String name)
            throws Exception {
        HttpServer server = serve(200, "{}", null);

        Suggestions answer = offers.suggest(
                "one",
                () -> config(server.getAddress().getPort()),
                new SuggestionRequest(offer, namespace, beside, name),
                true);

        assertThat(answer.values()).isEmpty();
        assertThat(answer.note()).startsWith("Nothing is offered until");
        assertThat(requests).hasValue(0);
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"KEY, , ''", "KEY, NODE_LABEL, x", "KEY, CONFIG_MAP, ''", "NODE_LABEL_VALUE, CONFIG_MAP, x"})
    void doesNotQueryWithoutAParent(SuggestionKind offer, SuggestionKind beside, String name) {
        assertThat(offers.suggest("none", () -> config(1), new SuggestionRequest(offer, "shop", beside, name), true))
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

        offers.suggest(
                "one",
                () -> config(server.getAddress().getPort()),
                new SuggestionRequest(SuggestionKind.SECRET, "shop"),
                true);

        assertThat(accepted.join()).isEqualTo("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        server.stop(0);
    }

    private HttpServer serve(int status, String body, CountDownLatch gate) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            try {
                if (gate != null) {
                    gate.await();
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

    private Suggestions ask(HttpServer server) {
        return offers.suggest("one", () -> config(server.getAddress().getPort()), question(), true);
    }

    private static SuggestionRequest question() {
        return new SuggestionRequest(SuggestionKind.CONFIG_MAP, "shop");
    }

    private static ConnectionConfig config(int port) {
        return new ConnectionConfig("http://127.0.0.1:" + port, null, new TokenCredential("token"));
    }
}
