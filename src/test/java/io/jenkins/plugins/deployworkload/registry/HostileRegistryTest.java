package io.jenkins.plugins.deployworkload.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.deployworkload.registry.RegistryException.Kind;
import io.jenkins.plugins.deployworkload.registry.StubRegistry.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that a test plays cannot send the client to another host, keep it busy, or fill its memory. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRegistryTest {

    private static final String MANIFEST = """
            {"schemaVersion": 2, "layers": [], "config": {"digest": "sha256:%s"}}
            """.formatted("a".repeat(64));

    private static final String INDEX = """
            {"schemaVersion": 2, "manifests": [
              {"digest": "sha256:%s", "platform": {"os": "linux", "architecture": "amd64"}},
              {"digest": "sha256:%s", "platform": {"os": "unknown", "architecture": "unknown"}},
              {"digest": "sha256:%s", "platform": {"os": "li\\nnux", "architecture": "<b>"}}]}
            """.formatted("b".repeat(64), "c".repeat(64), "d".repeat(64));

    private static final RegistrySettings.Login LOGIN = new RegistrySettings.Login("robot", "canary");

    private StubRegistry registry;

    @AfterEach
    void stop() {
        registry.close();
    }

    private RegistryClient client(Handler handler) throws IOException {
        registry = new StubRegistry(handler);
        return registry.client();
    }

    private static RegistryException failure(ThrowingCallable call) {
        RegistryException failure = catchThrowableOfType(RegistryException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void endlessBodyEndsAtTheLimit() throws Exception {
        RegistryClient client = client(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = "[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"]".repeat(1000).getBytes(StandardCharsets.UTF_8);
            OutputStream body = exchange.getResponseBody();
            while (true) {
                body.write(chunk);
            }
        });
        RegistryException failure = failure(() -> client.tags("shop/web"));
        assertThat(failure.kind()).isEqualTo(Kind.UNUSABLE);
        assertThat(failure).hasMessage(registry.host() + " sent an answer that is too large.");
    }

    @Test
    void bodyThatNeverEndsEndsAtTheDeadline() throws Exception {
        client(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        RegistryClient impatient = new RegistryClient(registry.settings(), Duration.ofSeconds(1));
        RegistryException failure = failure(() -> impatient.tags("shop/web"));
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessage(registry.host() + " did not answer within 1 seconds.");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307})
    void redirectsOfListsAndManifestsAreNotFollowed(int status) throws Exception {
        try (StubRegistry other = new StubRegistry(exchange -> StubRegistry.send(exchange, 200, MANIFEST))) {
            RegistryClient client = client(exchange -> {
                exchange.getResponseHeaders().set("Location", other.url() + "/internal");
                StubRegistry.send(exchange, status, "");
            });
            assertThat(failure(() -> client.image("shop/web", "1")).kind()).isEqualTo(Kind.UNUSABLE);
            assertThat(failure(() -> client.tags("shop/web")).kind()).isEqualTo(Kind.UNUSABLE);
            assertThat(failure(client::repositories).kind()).isEqualTo(Kind.UNUSABLE);
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void redirectOfAConfigurationToAnotherHostIsNotFollowed() throws Exception {
        try (StubRegistry other = new StubRegistry(exchange -> StubRegistry.send(exchange, 200, "{}"))) {
            client(exchange -> {
                if (exchange.getRequestURI().getPath().contains("/blobs/")) {
                    exchange.getResponseHeaders().set("Location", other.url() + "/config");
                    StubRegistry.send(exchange, 307, "");
                } else {
                    StubRegistry.send(exchange, 200, MANIFEST);
                }
            });
            // A storage host without TLS is not allowed, even if the configuration names it.
            for (Set<String> storage : List.of(Set.<String>of(), Set.of(other.host()))) {
                ImageInfo image =
                        new RegistryClient(registry.settings(null, Set.of(), storage)).datedImage("shop/web", "1");
                assertThat(image.platforms()).isEmpty();
                assertThat(image.created()).isNull();
            }
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void redirectsOfAConfigurationAreCounted() throws Exception {
        RegistryClient client = client(exchange -> {
            if (exchange.getRequestURI().getPath().contains("/manifests/")) {
                StubRegistry.send(exchange, 200, MANIFEST);
            } else {
                exchange.getResponseHeaders().set("Location", "/next/" + System.nanoTime());
                StubRegistry.send(exchange, 302, "");
            }
        });
        assertThat(client.image("shop/web", "1").platforms()).isEmpty();
        assertThat(registry.requests()).hasSize(1 + 1 + 3);
    }

    @Test
    void tokenServerOnAnotherHostIsNotAsked() throws Exception {
        try (StubRegistry other = new StubRegistry(exchange -> StubRegistry.send(exchange, 200, "{\"token\":\"t\"}"))) {
            client(exchange -> {
                exchange.getResponseHeaders()
                        .set("WWW-Authenticate", "Bearer realm=\"" + other.url() + "/token\",service=\"s\"");
                StubRegistry.send(exchange, 401, "");
            });
            // A token host without TLS is not allowed, even if the configuration names it.
            for (Set<String> hosts : List.of(Set.<String>of(), Set.of(other.host()))) {
                RegistryClient client = new RegistryClient(registry.settings(LOGIN, hosts, Set.of()));
                RegistryException failure = failure(() -> client.tags("shop/web"));
                assertThat(failure.kind()).isEqualTo(Kind.UNUSABLE);
                assertThat(failure)
                        .hasMessage("The registry %s sends logins to %s, which its configuration does not allow. An "
                                        .formatted(registry.host(), other.url())
                                + "administrator can add an https host to the token hosts of the registry.");
            }
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic realm=\"r\"",
                "Bearer realm=\"REGISTRY/token\",service=\"s\"",
            })
    void loginIsNotSentWithoutTls(String challenge) throws Exception {
        client(exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge.replace("REGISTRY", registry.url()));
            StubRegistry.send(exchange, 401, "");
        });
        RegistryClient client = new RegistryClient(registry.settings(LOGIN, Set.of(), Set.of()));
        assertThat(failure(() -> client.tags("shop/web")))
                .hasMessage(registry.host() + " has no TLS, so the user name and password were not sent.");
        assertThat(registry.requests()).hasSize(1).noneMatch(request -> request.contains(" Basic"));
    }

    @Test
    void tokenHasOnlyThePermissionToPull() throws Exception {
        RegistryClient client = client(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/token")) {
                StubRegistry.send(exchange, 200, "{\"token\": \"abc\", \"expires_in\": 300}");
            } else if (exchange.getRequestHeaders().containsKey("Authorization")) {
                StubRegistry.send(exchange, 200, "{\"tags\": [\"1\"]}");
            } else {
                exchange.getResponseHeaders()
                        .set(
                                "WWW-Authenticate",
                                "Bearer realm=\"" + registry.url()
                                        + "/token\",service=\"s\",scope=\"repository:other:pull,push,delete\"");
                StubRegistry.send(exchange, 401, "");
            }
        });
        assertThat(client.tags("shop/web").names()).containsExactly("1");
        assertThat(client.tags("shop/web").names()).containsExactly("1");
        assertThat(registry.requests())
                .as("the token is used again")
                .containsExactly(
                        "/v2/shop/web/tags/list?n=1000",
                        "/token?service=s&scope=repository%3Ashop%2Fweb%3Apull",
                        "/v2/shop/web/tags/list?n=1000 Bearer",
                        "/v2/shop/web/tags/list?n=1000 Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nX-Injected: 1", "", "a b"})
    void tokenThatIsNoHeaderIsRefused(String token) throws Exception {
        RegistryClient client = client(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/token")) {
                StubRegistry.send(exchange, 200, "{\"token\": \"" + token + "\"}");
            } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"" + registry.url() + "/token\"");
                StubRegistry.send(exchange, 401, "");
            }
        });
        assertThat(failure(() -> client.tags("shop/web"))).hasMessage(registry.host() + " sent no usable token.");
    }

    @Test
    void nextPageOnAnotherHostIsReadFromTheRegistry() throws Exception {
        try (StubRegistry other = new StubRegistry(exchange -> StubRegistry.send(exchange, 200, "{\"tags\": []}"))) {
            RegistryClient client = client(exchange -> {
                boolean isFirst = !exchange.getRequestURI().getQuery().contains("last=");
                if (isFirst) {
                    exchange.getResponseHeaders().set("Link", "<" + other.url() + "/internal?last=1>; rel=\"next\"");
                }
                StubRegistry.send(exchange, 200, "{\"tags\": [\"" + (isFirst ? 1 : 2) + "\"]}");
            });
            assertThat(client.tags("shop/web")).isEqualTo(new NameList(List.of("1", "2"), false));
            assertThat(registry.requests())
                    .containsExactly("/v2/shop/web/tags/list?n=1000", "/v2/shop/web/tags/list?last=1");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void pagesThatRepeatEndTheList() throws Exception {
        RegistryClient client = client(exchange -> {
            exchange.getResponseHeaders().set("Link", "</v2/shop/web/tags/list?last=1>; rel=\"next\"");
            StubRegistry.send(exchange, 200, "{\"tags\": [\"1\"]}");
        });
        assertThat(client.tags("shop/web")).isEqualTo(new NameList(List.of("1"), true));
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void pagesWithoutEndAreCounted() throws Exception {
        RegistryClient client = client(exchange -> {
            exchange.getResponseHeaders().set("Link", "<?last=" + System.nanoTime() + ">; rel=\"next\"");
            StubRegistry.send(exchange, 200, "{\"tags\": [\"t" + System.nanoTime() + "\"]}");
        });
        NameList tags = client.tags("shop/web");
        assertThat(tags.names()).hasSize(20);
        assertThat(tags.more()).isTrue();
    }

    @Test
    void hugeListIsCut() throws Exception {
        String tags = IntStream.range(0, 50_000).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
        RegistryClient client = client(exchange -> StubRegistry.send(exchange, 200, "{\"tags\": [" + tags + "]}"));
        NameList list = client.tags("shop/web");
        assertThat(list.names()).hasSize(10_000);
        assertThat(list.more()).isTrue();
    }

    @Test
    void namesThatAreNoNamesAreLeftOut() throws Exception {
        RegistryClient client = client(exchange -> StubRegistry.send(
                exchange,
                200,
                exchange.getRequestURI().getPath().endsWith("_catalog")
                        ? "{\"repositories\": [\"shop/web\", \"../x\", \"<b>\", \"A\", 1, null]}"
                        : "{\"tags\": [\"1\", \"<script>\", \"a b\", {}, \"" + "x".repeat(129) + "\"]}"));
        assertThat(client.repositories().names()).containsExactly("shop/web");
        assertThat(client.tags("shop/web").names()).containsExactly("1");
    }

    @Test
    void platformsThatAreNoPlatformsAreLeftOut() throws Exception {
        RegistryClient client = client(exchange -> StubRegistry.send(exchange, 200, INDEX));
        assertThat(client.image("shop/web", "1").platforms()).containsExactly(new Platform("linux", "amd64", null));
    }

    @Test
    void manifestWithAnotherDigestIsRefused() throws Exception {
        String digest = "sha256:" + "e".repeat(64);
        RegistryClient client = client(exchange -> {
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
            StubRegistry.send(exchange, 200, MANIFEST);
        });
        assertThat(failure(() -> client.image("shop/web", "1"))).hasMessageContaining("instead of " + digest);
        assertThat(failure(() -> client.image("shop/web", digest))).hasMessageContaining("instead of " + digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "[]", "{\"layers\": 1}", "{\"a\":1,\"a\":2}", ""})
    void otherAnswersAreNotManifests(String body) throws Exception {
        RegistryClient client = client(exchange -> StubRegistry.send(exchange, 200, body));
        assertThat(failure(() -> client.image("shop/web", "1")).kind()).isEqualTo(Kind.UNUSABLE);
    }

    @Test
    void tooManyRequestsSayWhenToTryAgain() throws Exception {
        RegistryClient client = client(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "42");
            StubRegistry.send(exchange, 429, "");
        });
        RegistryException failure = failure(() -> client.image("shop/web", "1"));
        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure)
                .hasMessage(registry.host() + " has received too many requests (HTTP 429). Try again in 42 seconds, or "
                        + "configure a credential with a higher limit.");
    }

    @Test
    void invalidNamesAreNotSent() throws Exception {
        RegistryClient client = client(exchange -> StubRegistry.send(exchange, 200, MANIFEST));
        assertThatThrownBy(() -> client.image("../../internal", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.image("shop/web", "../1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.tags("shop/web?n=1")).isInstanceOf(IllegalArgumentException.class);
        assertThat(registry.requests()).isEmpty();
    }
}
