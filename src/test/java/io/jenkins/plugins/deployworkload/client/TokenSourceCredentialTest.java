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

/** Tests connections with a token source. The server records the {@code Authorization} header of each request. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TokenSourceCredentialTest {

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final ConnectionPool pool = new ConnectionPool(scheduler);
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
        assertThat(pool.size()).isZero();
    }

    private ConnectionConfig config(String key, TokenSourceCredential.TokenSource source) {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        return new ConnectionConfig(
                address, null, new TokenSourceCredential(source), null, new ProxySetting.Direct(), key);
    }

    private static CompletableFuture<?> send(Connection connection) {
        return connection.apiClient().send(ApiRequest.get("/version", Map.of()), JsonNode.class);
    }

    private static TokenSourceCredential.TokenSource newTokenEachTime() {
        AtomicInteger count = new AtomicInteger();
        return () -> "token-" + count.incrementAndGet();
    }

    @Test
    void sharesOneConnectionAcrossTokensOfOneCredential() throws InterruptedException {
        TokenSourceCredential.TokenSource source = newTokenEachTime();
        try (Connection first = pool.open(config("one", source));
                Connection second = pool.open(config("one", source))) {
            assertThat(pool.size()).isOne();
            assertThat(second.client()).isSameAs(first.client());
            send(first).join();
            send(second).join();
        }
        assertThat(RecordingEventHandler.next(authorizations)).containsExactly("Bearer token-1");
        assertThat(RecordingEventHandler.next(authorizations)).containsExactly("Bearer token-2");
    }

    @Test
    void doesNotShareConnectionsAcrossCredentialsWithTheSameToken() {
        List<Connection> open = Stream.of("one", "two", null, null)
                .map(key -> pool.open(config(key, () -> "token")))
                .toList();
        assertThat(pool.size()).isEqualTo(4);
        open.forEach(Connection::close);
    }

    @Test
    void openingAConnectionFetchesNoToken() {
        AtomicInteger count = new AtomicInteger();
        pool.open(config("one", () -> "token-" + count.incrementAndGet())).close();
        assertThat(count).hasValue(0);
    }

    @Test
    void sendDoesNotBlockWhileTheTokenIsFetched() {
        CompletableFuture<String> token = new CompletableFuture<>();
        try (Connection connection = pool.open(config("one", token::join))) {
            CompletableFuture<?> response = send(connection);
            assertThat(response).isNotDone();
            assertThat(authorizations).isEmpty();
            token.complete("late");
            response.join();
            assertThat(authorizations).containsExactly(List.of("Bearer late"));
        }
    }

    @Test
    void watchDoesNotBlockItsExecutorWhileTheTokenIsFetched() throws InterruptedException {
        CompletableFuture<String> token = new CompletableFuture<>();
        ConnectionConfig config = config("one", token::join);
        SharedConnection shared = new SharedConnection(config, scheduler);
        HttpClientPool watchPool = new HttpClientPool(
                () -> new HttpClientFactory(new ProxySetting.Direct()).withoutToken(Fabric8Config.of(config)));
        SerialExecutor executor = new SerialExecutor();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        WatchStream stream = new WatchStream(
                shared.apiClient(),
                watchPool,
                scheduler,
                config.server(),
                Duration.ofHours(1),
                executor,
                line -> {},
                problem -> ended.complete(null));
        executor.execute(stream::open);
        CompletableFuture.runAsync(() -> {}, executor).join();
        assertThat(authorizations).isEmpty();
        token.complete("late");
        ended.join();
        assertThat(RecordingEventHandler.next(authorizations)).containsExactly("Bearer late");
        watchPool.close();
        shared.close();
    }

    @Test
    void doesNotSendInvalidTokens() {
        for (String invalid : List.of(" ", "to ken")) {
            try (Connection connection = pool.open(config("one", () -> invalid))) {
                CompletableFuture<?> response = send(connection);
                assertThatThrownBy(response::join)
                        .isInstanceOf(CompletionException.class)
                        .satisfies(problem -> assertThat(
                                        connection.failure(problem).message())
                                .contains("No token is available"));
            }
        }
        assertThat(authorizations).isEmpty();
    }
}
