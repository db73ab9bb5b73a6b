package io.jenkins.plugins.deployworkload.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.ClosedPort;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class ConnectionFailureTest {

    private static final ConnectionConfig CONFIG =
            new ConnectionConfig("https://host", null, new TokenCredential("secret"));

    private static ConnectionFailure failureOf(String server) {
        try (ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
                Connection connection = new ConnectionPool(scheduler)
                        .open(new ConnectionConfig(
                                server, null, new TokenCredential("secret"), null, new ProxySetting.Direct()))) {
            return connection
                    .apiClient()
                    .send(ApiRequest.get("/version", Map.of()), String.class)
                    .handle((response, problem) -> connection.failure(problem))
                    .join();
        }
    }

    @Test
    void closedPortIsUnreachable() throws IOException {
        try (ClosedPort port = ClosedPort.open()) {
            ConnectionFailure failure = failureOf("https://127.0.0.1:" + port.port());
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure.message()).contains("127.0.0.1:" + port.port()).contains("connection refused");
        }
    }

    @Test
    void unknownHostIsUnreachable() {
        ConnectionFailure failure = failureOf("https://no-such-host.invalid");
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.message()).contains("unknown host");
    }

    @Test
    void findsTheStatusInWrappedExceptions() {
        Throwable problem = new CompletionException(new KubernetesClientException("no", 401, null));
        assertThat(ConnectionFailure.of(problem, CONFIG).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(ConnectionFailure.of(new KubernetesClientException("no", 403, null), CONFIG)
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(ConnectionFailure.of(new KubernetesClientException("no", 500, null), CONFIG)
                        .kind())
                .isEqualTo(Kind.ERROR);
    }

    @Test
    void internalErrorsAreNotReportedAsConnectionErrors() {
        ConnectionFailure failure = ConnectionFailure.of(new IllegalStateException("no such thing"), CONFIG);
        assertThat(failure.kind()).isEqualTo(Kind.ERROR);
        assertThat(failure.message())
                .contains("IllegalStateException: no such thing")
                .doesNotContain("connection");
        assertThat(ConnectionFailure.of(new IOException("cut"), CONFIG).message())
                .isEqualTo("The connection to https://host broke (cut).");
    }
}
