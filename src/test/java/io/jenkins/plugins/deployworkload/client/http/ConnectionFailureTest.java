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

    private static final ConnectionConfig HOST =
            new ConnectionConfig("https://host", null, new TokenCredential("secret"));

    private static ConnectionFailure asking(String server) {
        try (ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
                Connection connection = new ConnectionPool(scheduler)
                        .open(new ConnectionConfig(
                                server, null, new TokenCredential("secret"), null, new ProxySetting.Direct()))) {
            return connection
                    .apiClient()
                    .send(ApiRequest.get("/version", Map.of()), String.class)
                    .handle((answer, problem) -> connection.failure(problem))
                    .join();
        }
    }

    @Test
    void closedPortIsUnreachable() throws IOException {
        try (ClosedPort port = ClosedPort.open()) {
            ConnectionFailure failure = asking("https://127.0.0.1:" + port.port());
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure.message()).contains("127.0.0.1:" + port.port()).contains("nothing accepts");
        }
    }

    @Test
    void unknownHostIsUnreachable() {
        ConnectionFailure failure = asking("https://no-such-host.invalid");
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.message()).contains("no host");
    }

    @Test
    void findsTheStatusInWrappedExceptions() {
        Throwable problem = new CompletionException(new KubernetesClientException("no", 401, null));
        assertThat(ConnectionFailure.of(problem, HOST).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(ConnectionFailure.of(new KubernetesClientException("no", 403, null), HOST)
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(ConnectionFailure.of(new KubernetesClientException("no", 500, null), HOST)
                        .kind())
                .isEqualTo(Kind.ERROR);
    }

    @Test
    void internalErrorsAreNotReportedAsConnectionErrors() {
        ConnectionFailure own = ConnectionFailure.of(new IllegalStateException("no such thing"), HOST);
        assertThat(own.kind()).isEqualTo(Kind.ERROR);
        assertThat(own.message())
                .contains("IllegalStateException: no such thing")
                .doesNotContain("connection");
        assertThat(ConnectionFailure.of(new IOException("cut"), HOST).message())
                .isEqualTo("The connection to https://host broke (cut).");
    }
}
