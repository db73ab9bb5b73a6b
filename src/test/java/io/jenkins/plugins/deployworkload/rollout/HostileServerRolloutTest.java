package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests a rollout to a server that answers every request with a body without an end. */
@Timeout(300)
class HostileServerRolloutTest {

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", HostileServerRolloutTest::sendUntilClosed);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
        scheduler.shutdownNow();
    }

    private static void sendUntilClosed(HttpExchange exchange) {
        byte[] chunk = new byte[1 << 20];
        try {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(chunk);
            }
        } catch (IOException e) {
            // The client has closed the connection.
        } finally {
            exchange.close();
        }
    }

    @Test
    void endsWithASentence() {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new ConnectionPool(scheduler)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            RolloutResult result = new RolloutEngine(scheduler, TestCluster.KEY)
                    .start(
                            connection,
                            new RolloutRequest(
                                    "default",
                                    "web",
                                    List.of(deployment(1, podTemplate("nginx:1"))),
                                    Duration.ofMinutes(4)),
                            event -> {})
                    .result()
                    .join();

            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message())
                    .startsWith(address + " sent too much data: ")
                    .contains(" MiB");
            assertThat(result.objects()).isEmpty();
        }
    }
}
