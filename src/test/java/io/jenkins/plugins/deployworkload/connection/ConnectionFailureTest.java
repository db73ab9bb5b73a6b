package io.jenkins.plugins.deployworkload.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure.Kind;
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
                Connection connection = new Connections(scheduler)
                        .open(new ConnectionConfig(
                                server, null, new TokenCredential("secret"), null, new Route.Direct()))) {
            return connection
                    .requests()
                    .send(ApiRequest.get("/version", Map.of()), String.class)
                    .handle((answer, problem) -> connection.failure(problem))
                    .join();
        }
    }

    @Test
    void nobodyListens() throws IOException {
        try (DeafPort port = DeafPort.open()) {
            ConnectionFailure failure = asking("https://127.0.0.1:" + port.number());
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure.message()).contains("127.0.0.1:" + port.number()).contains("nothing accepts");
        }
    }

    @Test
    void unknownHost() {
        ConnectionFailure failure = asking("https://no-such-host.invalid");
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.message()).contains("no host");
    }

    @Test
    void statusIsFoundBehindOtherExceptions() {
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
    void whatIsNoMatterOfTheConnectionIsNotSaidToBe() {
        ConnectionFailure own = ConnectionFailure.of(new IllegalStateException("no such thing"), HOST);
        assertThat(own.kind()).isEqualTo(Kind.ERROR);
        assertThat(own.message())
                .contains("IllegalStateException: no such thing")
                .doesNotContain("connection");
        assertThat(ConnectionFailure.of(new IOException("cut"), HOST).message())
                .isEqualTo("The connection to https://host broke (cut).");
    }
}
