package io.jenkins.plugins.deployworkload.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.deployworkload.client.concurrent.SerialExecutor;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenSourceCredential;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.Fabric8Config;
import io.jenkins.plugins.deployworkload.client.http.HttpClientFactory;
import io.jenkins.plugins.deployworkload.client.http.HttpClientPool;
import io.jenkins.plugins.deployworkload.client.watch.RecordingEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.WatchStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that answers everything with an empty list, and keeps what was asked for with which authorization. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TokenSourceCredentialTest {

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final ConnectionPool connections = new ConnectionPool(scheduler);
    private final BlockingQueue<List<String>> authorizations = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorizations.add(exchange.getRequestHeaders().get("Authorization"));
            byte[] body = "{\"metadata\":{\"resourceVersion\":\"7\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        scheduler.shutdownNow();
        assertThat(connections.size()).isZero();
    }

    private ConnectionConfig config(String key, TokenSourceCredential.TokenSource source) {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        return new ConnectionConfig(
                address, null, new TokenSourceCredential(source), null, new ProxySetting.Direct(), key);
    }

    private static CompletableFuture<?> send(Connection connection) {
        return connection.apiClient().send(ApiRequest.get("/version", Map.of()), JsonNode.class);
    }

    private static TokenSourceCredential.TokenSource eachTimeAnother() {
        AtomicInteger made = new AtomicInteger();
        return () -> "token-" + made.incrementAndGet();
    }

    @Test
    void oneCredentialIsOneConnectionThoughEachTokenIsANewOne() throws InterruptedException {
        TokenSourceCredential.TokenSource source = eachTimeAnother();
        try (Connection first = connections.open(config("one", source));
                Connection second = connections.open(config("one", source))) {
            assertThat(connections.size()).isOne();
            assertThat(second.client()).isSameAs(first.client());
            send(first).join();
            send(second).join();
        }
        assertThat(RecordingEventHandler.next(authorizations)).containsExactly("Bearer token-1");
        assertThat(RecordingEventHandler.next(authorizations)).containsExactly("Bearer token-2");
    }

    @Test
    void otherCredentialsAreOtherConnectionsThoughTheTokenIsTheSame() {
        List<Connection> open = Stream.of("one", "two", null, null)
                .map(key -> connections.open(config(key, () -> "token")))
                .toList();
        assertThat(connections.size()).isEqualTo(4);
        open.forEach(Connection::close);
    }

    @Test
    void openingAConnectionMakesNoToken() {
        AtomicInteger made = new AtomicInteger();
        connections.open(config("one", () -> "token-" + made.incrementAndGet())).close();
        assertThat(made).hasValue(0);
    }

    @Test
    void aRequestDoesNotKeepItsCallerUntilThereIsAToken() {
        CompletableFuture<String> token = new CompletableFuture<>();
        try (Connection connection = connections.open(config("one", token::join))) {
            CompletableFuture<?> answer = send(connection);
            assertThat(answer).isNotDone();
            assertThat(authorizations).isEmpty();
            token.complete("late");
            answer.join();
            assertThat(authorizations).containsExactly(List.of("Bearer late"));
        }
    }

    @Test
    void aWatchDoesNotKeepItsExecutorUntilThereIsAToken() throws InterruptedException {
        CompletableFuture<String> token = new CompletableFuture<>();
        ConnectionConfig config = config("one", token::join);
        SharedConnection shared = new SharedConnection(config, scheduler);
        HttpClientPool clients = new HttpClientPool(
                () -> new HttpClientFactory(new ProxySetting.Direct()).withoutToken(Fabric8Config.of(config)));
        SerialExecutor serial = new SerialExecutor();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        WatchStream stream = new WatchStream(
                shared.apiClient(),
                clients,
                scheduler,
                config.server(),
                Duration.ofHours(1),
                serial,
                line -> {},
                problem -> ended.complete(null));
        serial.execute(stream::open);
        CompletableFuture.runAsync(() -> {}, serial).join();
        assertThat(authorizations).isEmpty();
        token.complete("late");
        ended.join();
        assertThat(RecordingEventHandler.next(authorizations)).containsExactly("Bearer late");
        clients.close();
        shared.close();
    }

    @Test
    void whatIsNoTokenIsNotSent() {
        for (String unusable : List.of(" ", "to ken")) {
            try (Connection connection = connections.open(config("one", () -> unusable))) {
                CompletableFuture<?> answer = send(connection);
                assertThatThrownBy(answer::join)
                        .isInstanceOf(CompletionException.class)
                        .satisfies(problem -> assertThat(
                                        connection.failure(problem).message())
                                .contains("there is no token for it"));
            }
        }
        assertThat(authorizations).isEmpty();
    }
}
