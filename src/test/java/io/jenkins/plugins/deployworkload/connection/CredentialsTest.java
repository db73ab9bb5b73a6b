package io.jenkins.plugins.deployworkload.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
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

/** Each way to say who one is, told by the API server itself. */
@Tag("control-plane")
@Timeout(300)
class CredentialsTest {

    private final ControlPlane plane = SharedControlPlane.get();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final Connections connections = new Connections(scheduler);

    @AfterEach
    void end() {
        assertThat(connections.size()).isZero();
        scheduler.shutdownNow();
    }

    private ConnectionConfig config(Credential credential) {
        return new ConnectionConfig(plane.server(), plane.caCertificate(), credential);
    }

    private static String user(Connection connection) {
        return Whoami.of(connection);
    }

    @Test
    void aTokenLogsIn() {
        try (Connection connection = connections.open(config(new TokenCredential(plane.tokenFor("viewer"))))) {
            assertThat(user(connection)).isEqualTo("viewer");
        }
    }

    @Test
    void aClientCertificateLogsIn() throws InterruptedException {
        Credential credential = new CertificateCredential(plane.clientCertificate(), plane.clientKey());
        try (Connection connection = connections.open(config(credential))) {
            assertThat(user(connection)).isEqualTo("certificate");
            Recorder<ConfigMap> recorder = new Recorder<>();
            connection.subscribe(ResourceType.of(ConfigMap.class), "default", "label", "value", recorder);
            assertThat(Recorder.next(recorder.failures).message()).contains("User \"certificate\" cannot list");
        }
    }

    @Test
    void aKubeconfigWithAClientCertificateLogsIn() throws KubeconfigException {
        try (Connection connection = connections.open(KubeconfigReader.read(plane.kubeconfig("certificate")))) {
            assertThat(user(connection)).isEqualTo("certificate");
        }
    }

    @Test
    void aRenewedTokenIsTheOneThatIsGoodNow() throws IOException {
        AtomicReference<String> token = new AtomicReference<>(plane.tokenFor("viewer"));
        try (Connection connection = connections.open(config(new RenewedToken(token::get)))) {
            assertThat(user(connection)).isEqualTo("viewer");
            token.set(plane.tokenFor("deployer"));
            assertThat(user(connection)).isEqualTo("deployer");
        }
    }

    @Test
    void aRenewedTokenThatCannotBeHadAnyMoreIsToldAndComesBack() throws Exception {
        AtomicReference<String> token = new AtomicReference<>(plane.adminToken());
        RenewedToken credential = new RenewedToken(() -> {
            if (token.get() == null) {
                throw new IOException("the token service is down");
            }
            return token.get();
        });
        try (Connection connection = connections.open(config(credential))) {
            token.set(null);
            assertThatThrownBy(() -> user(connection))
                    .satisfies(problem -> assertThat(connection.failure(problem))
                            .isEqualTo(new ConnectionFailure(
                                    ConnectionFailure.Kind.UNREACHABLE,
                                    plane.server()
                                            + " was not asked: there is no token for it. the token service is down")));
            Recorder<ConfigMap> recorder = new Recorder<>();
            connection.subscribe(ResourceType.of(ConfigMap.class), "default", "label", "value", recorder);
            assertThat(Recorder.next(recorder.failures).message()).contains("the token service is down");
            token.set(plane.adminToken());
            assertThat(recorder.awaitPresent()).isEmpty();
        }
    }

    @Test
    void theOwnAccountIsReadAgainAsItsTokenIsRenewed(@TempDir Path pod) throws IOException {
        Files.writeString(pod.resolve("token"), plane.tokenFor("viewer") + "\n");
        Files.writeString(pod.resolve("ca.crt"), plane.caCertificate());
        URI server = URI.create(plane.server());
        OwnAccount account = new OwnAccount(
                pod.toString(),
                Map.of(
                        "KUBERNETES_SERVICE_HOST",
                        server.getHost(),
                        "KUBERNETES_SERVICE_PORT",
                        String.valueOf(server.getPort())));
        ConnectionConfig config = new ConnectionConfig(account.server(), account.caCertificate(), account.credential());
        try (Connection connection = connections.open(config)) {
            assertThat(user(connection)).isEqualTo("viewer");
            Files.writeString(pod.resolve("token"), plane.tokenFor("deployer"));
            assertThat(user(connection)).isEqualTo("deployer");
        }
    }

    @Test
    void outsideOfAPodThereIsNoOwnAccount(@TempDir Path empty) {
        OwnAccount account = new OwnAccount(empty.toString(), Map.of());
        assertThatThrownBy(account::credential)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(empty.resolve("token").toString());
        assertThatThrownBy(account::server)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("KUBERNETES_SERVICE_HOST");
    }

    @Test
    void addressesOfVersion6StandInBrackets(@TempDir Path empty) throws IOException {
        OwnAccount account = new OwnAccount(
                empty.toString(), Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443"));
        assertThat(account.server()).isEqualTo("https://[fd00::1]:443");
    }
}
