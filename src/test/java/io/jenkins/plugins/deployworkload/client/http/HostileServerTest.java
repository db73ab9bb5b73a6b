package io.jenkins.plugins.deployworkload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a server cannot fill the memory of the controller, or show the credential that it got. */
@Timeout(120)
class HostileServerTest {

    private static final String TOKEN = "canary-token-of-the-cluster";

    /** In bytes. Many times what this plugin reads; the server gives up then. */
    private static final long ENDLESS = 1L << 30;

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final CompletableFuture<Long> sent = new CompletableFuture<>();
    private HttpServer server;
    private Connection connection;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/endless", this::sendEndlessBody);
        server.createContext("/echo", exchange -> {
            String received = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] body = ("{\"kind\":\"Status\",\"code\":400,\"message\":\"cannot parse " + received + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/warn", exchange -> {
            String received = exchange.getRequestHeaders().getFirst("Authorization");
            exchange.getResponseHeaders().add("Warning", "299 - \"unused header " + received + "\"");
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/aliases", exchange -> send(exchange, aliases()));
        server.createContext(
                "/objects", exchange -> send(exchange, "[{}" + ",{}".repeat(ApiSerialization.MAX_TOKENS / 2) + "]"));
        server.createContext("/deep", exchange -> send(exchange, "[".repeat(100_000) + "]".repeat(100_000)));
        server.start();
        connection = new ConnectionPool(scheduler)
                .open(new ConnectionConfig(
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        null,
                        new TokenCredential(TOKEN),
                        null,
                        new ProxySetting.Direct()));
    }

    @AfterEach
    void stop() {
        connection.close();
        server.stop(0);
        scheduler.shutdownNow();
    }

    private static void send(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** YAML of 2 KiB with a million values. One more level is enough to fill the memory. */
    private static String aliases() {
        return "a: &a [" + "1,".repeat(1000) + "]\n"
                + "b: &b [" + "*a,".repeat(10) + "]\n"
                + "c: &c [" + "*b,".repeat(10) + "]\n"
                + "d: [" + "*c,".repeat(10) + "]\n";
    }

    private void sendEndlessBody(HttpExchange exchange) throws IOException {
        byte[] chunk = new byte[1 << 20];
        long total = 0;
        try {
            exchange.sendResponseHeaders(200, 0);
            while (total < ENDLESS) {
                exchange.getResponseBody().write(chunk);
                total += chunk.length;
            }
        } catch (IOException e) {
            // The client has closed the connection.
        } finally {
            sent.complete(total);
            exchange.close();
        }
    }

    @Test
    void endlessBodyEndsWithTheLimit() {
        String message = connection
                .apiClient()
                .sendForText(ApiRequest.get("/endless", Map.of()))
                .handle((text, problem) -> problem == null
                        ? text.length() + " characters"
                        : connection.failure(problem).message())
                .join();

        assertThat(message)
                .isEqualTo(
                        connection.server() + " sent too much data: the response to /endless is larger than 64 MiB.");
        assertThat(sent.join()).as("the client stops reading").isLessThan(ENDLESS / 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/aliases", "/objects", "/deep"})
    void smallBodyThatNeedsMuchMemoryIsNotParsed(String path) {
        String message = connection
                .apiClient()
                .send(ApiRequest.get(path, Map.of()), JsonNode.class)
                .handle((response, problem) -> problem == null
                        ? response.object().size() + " values"
                        : connection.failure(problem).message())
                .join();

        assertThat(message).isEqualTo(connection.server() + " sent a response that cannot be parsed.");
    }

    @Test
    void allResponsesTogetherHaveALimit() {
        ResponseMemory memory = new ResponseMemory();
        memory.reserve(ResponseMemory.MAX_RESPONSE, "/a");
        memory.reserve(ResponseMemory.MAX_RESPONSE, "/b");

        assertThatThrownBy(() -> memory.reserve(1, "/c"))
                .isInstanceOf(DataLimitException.class)
                .hasMessage(
                        "the response to /c and the other responses that are being read are together larger than 128 MiB");
        memory.release(ResponseMemory.MAX_RESPONSE);
        memory.reserve(1, "/c");
    }

    @Test
    void errorDoesNotShowTheToken() {
        String message = connection
                .apiClient()
                .sendForText(ApiRequest.get("/echo", Map.of()))
                .handle((text, problem) -> connection.failure(problem).message())
                .join();

        assertThat(message).endsWith("returned HTTP 400: cannot parse Bearer ***.");
    }

    @Test
    void warningDoesNotShowTheToken() {
        assertThat(connection
                        .apiClient()
                        .send(ApiRequest.get("/warn", Map.of()), JsonNode.class)
                        .join()
                        .warnings())
                .containsExactly("unused header Bearer ***");
    }
}
