package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests clusters that the runner cannot use because of the kubeconfig or the API server's response. */
class UnusableClusterTest {

    private static final Path WEB = RunnerControlPlane.example("web.yaml");
    private static final String NAMESPACE = RunnerControlPlane.newNamespace();

    /**
     * Occupies a port without listening, so that connections to the port are refused and no other process can use it.
     */
    private static final Socket CLOSED_PORT = bindWithoutListening();

    @TempDir
    private Path folder;

    static List<Arguments> files() {
        String valid = RunnerControlPlane.get().kubeconfig();
        return List.of(
                arguments("invalid YAML", "clusters: [", "The kubeconfig is not valid"),
                arguments("empty", "", "The kubeconfig is not valid"),
                arguments("a list", "- a\n", "The kubeconfig is not valid"),
                arguments("no context", "kind: Config\n", "The kubeconfig has no current-context"),
                arguments(
                        "an absent context",
                        valid.replace("current-context: embedded", "current-context: prod"),
                        "contexts: there is no entry named \"prod\""),
                arguments(
                        "a credential plugin",
                        valid.replaceFirst("token: .*", "exec: {command: ./login}"),
                        "users[0].user.exec: credential plugins (exec, auth-provider) are not run"),
                arguments(
                        "a token file",
                        valid.replaceFirst("token: .*", "tokenFile: /run/token"),
                        "users[0].user.tokenFile: local files are not read"),
                arguments(
                        "a CA file",
                        valid.replaceFirst("certificate-authority-data: .*", "certificate-authority: /run/ca.pem"),
                        "clusters[0].cluster.certificate-authority: local files are not read"),
                arguments(
                        "no TLS verification",
                        valid.replaceFirst("certificate-authority-data: .*", "insecure-skip-tls-verify: true"),
                        "insecure-skip-tls-verify: the certificate of the server must be verified"),
                arguments(
                        "invalid server",
                        valid.replaceFirst("server: .*", "server: somewhere"),
                        "must have the form https://"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void refusesUnusableKubeconfigs(String title, String kubeconfig, String message) throws Exception {
        Path file = Files.writeString(folder.resolve("kubeconfig"), kubeconfig);

        RunnerResult run = deploy(file);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith(file + ": ")
                .contains(message)
                .doesNotContain(RunnerControlPlane.get().adminToken());
        assertThat(RunnerControlPlane.deployedObjects(NAMESPACE)).isEmpty();
    }

    @Test
    void refusesAMissingKubeconfig() {
        RunnerResult run = deploy(folder.resolve("absent"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--kubeconfig: " + folder.resolve("absent") + " cannot be read");
    }

    static List<Arguments> responses() throws Exception {
        String valid = RunnerControlPlane.get().kubeconfig();
        return List.of(
                arguments(
                        "connection refused",
                        valid.replaceFirst("server: .*", "server: https://127.0.0.1:" + CLOSED_PORT.getLocalPort()),
                        "cannot be reached: connection refused"),
                arguments(
                        "unknown host",
                        valid.replaceFirst("server: .*", "server: https://cluster.invalid:6443"),
                        "https://cluster.invalid:6443 cannot be reached: unknown host"),
                arguments(
                        "wrong token",
                        valid.replaceFirst("token: .*", "token: not-the-right-one"),
                        "rejected the credential (HTTP 401)"),
                arguments(
                        "wrong CA",
                        valid.replaceFirst(
                                "certificate-authority-data: .*",
                                "certificate-authority-data: " + unrelatedCaCertificate()),
                        "is not trusted"),
                arguments("no permissions", RunnerControlPlane.get().kubeconfig("nobody"), "User \"nobody\" cannot"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("responses")
    void reportsWhyTheClusterCannotBeUsed(String title, String kubeconfig, String message) throws Exception {
        Path file = Files.writeString(folder.resolve("kubeconfig"), kubeconfig);

        RunnerResult run = deploy(file);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("Refused after").contains(message).doesNotContain("KIND");
        assertThat(run.text()).doesNotContain(RunnerControlPlane.get().adminToken(), "not-the-right-one");
        assertThat(run.out().lines()).as("reports it once").hasSize(1);
        assertThat(RunnerControlPlane.deployedObjects(NAMESPACE)).isEmpty();
    }

    @Test
    void reportsTheSameInAProcess() throws Exception {
        Path file = Files.writeString(
                folder.resolve("kubeconfig"),
                RunnerControlPlane.get()
                        .kubeconfig()
                        .replaceFirst("server: .*", "server: https://127.0.0.1:" + CLOSED_PORT.getLocalPort()));

        RunnerResult run = RunnerResult.callProcess("deploy", "--kubeconfig", file, WEB);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("connection refused");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void requiresACluster() throws Exception {
        RunnerResult run = RunnerResult.callProcess("deploy", WEB);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("No cluster given. Set --kubeconfig FILE, the variable KUBECONFIG, or --embedded.");
    }

    private static RunnerResult deploy(Path kubeconfig) {
        return RunnerResult.call("deploy", "--kubeconfig", kubeconfig, "--namespace", NAMESPACE, WEB);
    }

    /** A certificate from the Java runtime's trust store: PEM, encoded as base64. */
    private static String unrelatedCaCertificate() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        X509TrustManager trust = (X509TrustManager) factory.getTrustManagers()[0];
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(trust.getAcceptedIssuers()[0].getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static Socket bindWithoutListening() {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void release() throws IOException {
        CLOSED_PORT.close();
    }
}
