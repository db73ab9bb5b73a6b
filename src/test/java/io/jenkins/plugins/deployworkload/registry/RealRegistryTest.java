package io.jenkins.plugins.deployworkload.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.controlplane.RegistryServer;
import io.jenkins.plugins.deployworkload.registry.RegistryException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads a real registry: TLS with a certificate authority of its own, authentication, images for several platforms. */
@Tag("container-registry")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealRegistryTest {

    /** The password {@code secret} of the user {@code robot}, hashed with bcrypt. */
    private static final String HTPASSWD = "robot:$2a$05$0P7OOUa4DeYaZf1x4MkIXe5fTNPuIctH7IyFLt8nktX3s0dhv8mTO\n";

    private static final RegistrySettings.Login LOGIN = new RegistrySettings.Login("robot", "secret");

    private static final Instant CREATED = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    private Path folder;

    private RegistryServer start(TestCertificate certificate, String auth) throws Exception {
        Path chain = Files.writeString(folder.resolve("tls.crt"), certificate.pem());
        Path key = Files.writeString(folder.resolve("tls.key"), certificate.keyPem());
        return RegistryServer.start(
                folder,
                port -> "http: {addr: '127.0.0.1:%d', tls: {certificate: '%s', key: '%s'}}%n%s%n"
                        .formatted(port, chain, key, auth),
                System.err::println);
    }

    private static RegistryClient client(
            RegistryServer server, TestCertificate certificate, RegistrySettings.Login login, Set<String> tokenHosts) {
        return new RegistryClient(new RegistrySettings(
                RegistryAddress.parse(server.address()).orElseThrow(),
                certificate == null ? null : certificate.pem(),
                login,
                tokenHosts,
                Set.of(),
                new ProxySetting.Direct()));
    }

    private static RegistryException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        RegistryException failure = catchThrowableOfType(RegistryException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void readsRegistryWithPassword() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder);
        Path passwords = Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
        try (RegistryServer server =
                start(certificate, "auth: {htpasswd: {realm: test, path: '%s'}}".formatted(passwords))) {
            ImagePush push = new ImagePush(server.address(), certificate, LOGIN.header());
            String amd64 = push.image("shop/web", "1.4-amd64", "amd64", CREATED);
            String arm64 = push.image("shop/web", "1.4-arm64", "arm64", CREATED);
            String index = push.index("shop/web", "1.4", List.of(amd64, arm64), List.of("amd64", "arm64"));
            push.image("shop/worker", "2", "amd64", CREATED);

            RegistryClient client = client(server, certificate, LOGIN, Set.of());
            client.ping();
            assertThat(client.repositories()).isEqualTo(new NameList(List.of("shop/web", "shop/worker"), false));
            assertThat(client.tags("shop/web").names()).containsExactlyInAnyOrder("1.4", "1.4-amd64", "1.4-arm64");
            ImageInfo both = new ImageInfo(
                    index,
                    List.of(new Platform("linux", "amd64", null), new Platform("linux", "arm64", null)),
                    CREATED);
            assertThat(client.datedImage("shop/web", "1.4")).isEqualTo(both);
            assertThat(client.datedImage("shop/web", index)).isEqualTo(both);
            assertThat(client.image("shop/web", "1.4").created())
                    .as("without further requests")
                    .isNull();
            assertThat(client.image("shop/web", "1.4-arm64"))
                    .isEqualTo(new ImageInfo(arm64, List.of(new Platform("linux", "arm64", null)), CREATED));
            assertThat(failure(() -> client.image("shop/web", "1.5")).kind()).isEqualTo(Kind.NOT_FOUND);
            assertThat(failure(() -> client.tags("shop/wbe")).kind()).isEqualTo(Kind.NOT_FOUND);

            assertThat(failure(() -> client(server, certificate, null, Set.of()).tags("shop/web")))
                    .hasMessage(server.address() + " requires a login, and the registry has no credential in Jenkins.");
            RegistrySettings.Login wrong = new RegistrySettings.Login("robot", "wrong");
            assertThat(failure(() ->
                                    client(server, certificate, wrong, Set.of()).tags("shop/web"))
                            .kind())
                    .isEqualTo(Kind.UNAUTHORIZED);
            RegistryException untrusted =
                    failure(() -> client(server, null, LOGIN, Set.of()).ping());
            assertThat(untrusted.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(untrusted).hasMessageContaining("An administrator can configure the CA certificates");
        }
    }

    @Test
    void readsRegistryWithTokens() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder);
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpsServer tokens = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokens.setHttpsConfigurator(new HttpsConfigurator(certificate.sslContext()));
        tokens.createContext("/token", exchange -> {
            String login = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(exchange.getRequestURI().getQuery() + " " + (login == null ? "anonymous" : "robot"));
            String scope = exchange.getRequestURI().getQuery().replaceAll(".*scope=([^&]*).*", "$1");
            byte[] body = (LOGIN.header().equals(login)
                            ? "{\"token\": \"%s\"}".formatted(certificate.token("test-service", scope))
                            : "{}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(LOGIN.header().equals(login) ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        tokens.start();
        String tokenHost = "127.0.0.1:" + tokens.getAddress().getPort();
        String auth =
                "auth: {token: {realm: 'https://%s/token', service: test-service, issuer: test-issuer, rootcertbundle: '%s'}}"
                        .formatted(tokenHost, folder.resolve("tls.crt"));
        try (RegistryServer server = start(certificate, auth)) {
            ImagePush push = new ImagePush(
                    server.address(),
                    certificate,
                    "Bearer " + certificate.token("test-service", "repository:shop/web:pull,push"));
            String digest = push.image("shop/web", "1.4", "amd64", CREATED);

            RegistryException refused =
                    failure(() -> client(server, certificate, LOGIN, Set.of()).tags("shop/web"));
            assertThat(refused.kind()).isEqualTo(Kind.UNUSABLE);
            assertThat(refused).hasMessageContaining("sends logins to https://" + tokenHost);
            assertThat(asked).as("a token host that is not configured").isEmpty();

            RegistryClient client = client(server, certificate, LOGIN, Set.of(tokenHost));
            assertThat(client.tags("shop/web").names()).containsExactly("1.4");
            assertThat(client.datedImage("shop/web", "1.4"))
                    .isEqualTo(new ImageInfo(digest, List.of(new Platform("linux", "amd64", null)), CREATED));
            assertThat(asked)
                    .as("one token for all requests")
                    .containsExactly("service=test-service&scope=repository:shop/web:pull robot");

            RegistrySettings.Login wrong = new RegistrySettings.Login("robot", "wrong");
            assertThat(failure(() -> client(server, certificate, wrong, Set.of(tokenHost))
                                    .tags("shop/web"))
                            .kind())
                    .isEqualTo(Kind.UNAUTHORIZED);
        } finally {
            tokens.stop(0);
        }
    }
}
