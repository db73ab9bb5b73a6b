package io.jenkins.plugins.deployworkload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.Whoami;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.watch.RecordingEventHandler;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the authentication with each type of credential. The API server reports the user name of each connection. */
@Tag("control-plane")
@Timeout(300)
class CredentialsTest {

    private final ControlPlane plane = SharedControlPlane.get();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final ConnectionPool pool = new ConnectionPool(scheduler);

    @AfterEach
    void end() {
        assertThat(pool.size()).isZero();
        scheduler.shutdownNow();
    }

    private ConnectionConfig config(Credential credential) {
        return new ConnectionConfig(plane.server(), plane.caCertificate(), credential);
    }

    private static String user(Connection connection) {
        return Whoami.of(connection);
    }

    @Test
    void authenticatesWithAToken() {
        try (Connection connection = pool.open(config(new TokenCredential(plane.tokenFor("viewer"))))) {
            assertThat(user(connection)).isEqualTo("viewer");
        }
    }

    @Test
    void authenticatesWithAClientCertificate() throws InterruptedException {
        Credential credential = new CertificateCredential(plane.clientCertificate(), plane.clientKey());
        try (Connection connection = pool.open(config(credential))) {
            assertThat(user(connection)).isEqualTo("certificate");
            RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
            connection.subscribe(ResourceType.of(ConfigMap.class), "default", "label", "value", handler);
            assertThat(RecordingEventHandler.next(handler.errors).message())
                    .contains("User \"certificate\" cannot list");
        }
    }

    @Test
    void authenticatesWithTheClientCertificateOfAKubeconfig() throws KubeconfigException {
        try (Connection connection = pool.open(KubeconfigReader.read(plane.kubeconfig("certificate")))) {
            assertThat(user(connection)).isEqualTo("certificate");
        }
    }

    @Test
    void usesTheCurrentTokenOfTheSource() throws IOException {
        AtomicReference<String> token = new AtomicReference<>(plane.tokenFor("viewer"));
        try (Connection connection = pool.open(config(new TokenSourceCredential(token::get)))) {
            assertThat(user(connection)).isEqualTo("viewer");
            token.set(plane.tokenFor("deployer"));
            assertThat(user(connection)).isEqualTo("deployer");
        }
    }

    @Test
    void reportsAFailingTokenSourceAndRecovers() throws Exception {
        AtomicReference<String> token = new AtomicReference<>(plane.adminToken());
        TokenSourceCredential credential = new TokenSourceCredential(() -> {
            if (token.get() == null) {
                throw new IOException("the token service is down");
            }
            return token.get();
        });
        try (Connection connection = pool.open(config(credential))) {
            token.set(null);
            assertThatThrownBy(() -> user(connection))
                    .satisfies(problem -> assertThat(connection.failure(problem))
                            .isEqualTo(new ConnectionFailure(
                                    ConnectionFailure.Kind.UNREACHABLE,
                                    "No token is available for " + plane.server() + ": the token service is down.")));
            RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
            connection.subscribe(ResourceType.of(ConfigMap.class), "default", "label", "value", handler);
            assertThat(RecordingEventHandler.next(handler.errors).message()).contains("the token service is down");
            token.set(plane.adminToken());
            assertThat(handler.awaitList()).isEmpty();
        }
    }

    @Test
    void rereadsTheInClusterToken(@TempDir Path serviceAccount) throws IOException {
        Files.writeString(serviceAccount.resolve("token"), plane.tokenFor("viewer") + "\n");
        Files.writeString(serviceAccount.resolve("ca.crt"), plane.caCertificate());
        URI server = URI.create(plane.server());
        InClusterConfig inClusterConfig = new InClusterConfig(
                serviceAccount.toString(),
                Map.of(
                        "KUBERNETES_SERVICE_HOST",
                        server.getHost(),
                        "KUBERNETES_SERVICE_PORT",
                        String.valueOf(server.getPort())));
        ConnectionConfig config = new ConnectionConfig(
                inClusterConfig.server(), inClusterConfig.caCertificate(), inClusterConfig.credential());
        try (Connection connection = pool.open(config)) {
            assertThat(user(connection)).isEqualTo("viewer");
            Files.writeString(serviceAccount.resolve("token"), plane.tokenFor("deployer"));
            assertThat(user(connection)).isEqualTo("deployer");
        }
    }

    @Test
    void inClusterConfigFailsOutsideAPod(@TempDir Path empty) {
        InClusterConfig inClusterConfig = new InClusterConfig(empty.toString(), Map.of());
        assertThatThrownBy(inClusterConfig::credential)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(empty.resolve("token").toString());
        assertThatThrownBy(inClusterConfig::server)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("KUBERNETES_SERVICE_HOST");
    }

    @Test
    void putsIpv6AddressesInBrackets(@TempDir Path empty) throws IOException {
        InClusterConfig inClusterConfig = new InClusterConfig(
                empty.toString(), Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443"));
        assertThat(inClusterConfig.server()).isEqualTo("https://[fd00::1]:443");
    }
}
