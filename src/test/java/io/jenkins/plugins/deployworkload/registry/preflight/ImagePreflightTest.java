package io.jenkins.plugins.deployworkload.registry.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.registry.StubRegistry;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only a certain answer of a registry refuses a deploy. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImagePreflightTest {

    private static final String INDEX = """
            {"schemaVersion": 2, "manifests": [
              {"digest": "sha256:%s", "platform": {"os": "linux", "architecture": "amd64"}},
              {"digest": "sha256:%s", "platform": {"os": "linux", "architecture": "arm", "variant": "v7"}}]}
            """.formatted("b".repeat(64), "c".repeat(64));

    private static final Map<String, String> AMD64 = node("amd64", "a");
    private static final Map<String, String> ARM64 = node("arm64", "b");

    private static final ImagePreflight.Result NOTHING = new ImagePreflight.Result(List.of(), List.of());

    private StubRegistry registry;

    private static Map<String, String> node(String architecture, String pool) {
        return Map.of("kubernetes.io/os", "linux", "kubernetes.io/arch", architecture, "pool", pool);
    }

    @BeforeEach
    void start() throws IOException {
        registry = new StubRegistry(ImagePreflightTest::answer);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/v2/shop/web/manifests/1.4", "/v2/shop/web/manifests/latest" ->
                StubRegistry.send(exchange, 200, INDEX);
            case "/v2/shop/web/tags/list" ->
                StubRegistry.send(exchange, 200, "{\"tags\": [\"0.9\", \"1.3\", \"1.4\", \"latest\", \"2024-01-01\"]}");
            case "/v2/shop/empty/tags/list" -> StubRegistry.send(exchange, 200, "{\"tags\": null}");
            case "/v2/shop/private/manifests/1" -> StubRegistry.send(exchange, 403, "");
            case "/v2/shop/busy/manifests/1" -> StubRegistry.send(exchange, 429, "");
            case "/v2/shop/broken/manifests/1" -> StubRegistry.send(exchange, 503, "");
            default -> StubRegistry.send(exchange, 404, "");
        }
    }

    private ImageUse use(String image) {
        return new ImageUse("Deployment web: app", registry.host() + "/" + image, Map.of(), false);
    }

    private ImagePreflight.Result check(boolean mirrored, List<Map<String, String>> nodes, ImageUse... uses) {
        Function<OciReference, Optional<ImageSite>> sites =
                image -> image.repository().startsWith(registry.host())
                        ? Optional.of(new ImageSite("registry.example", registry.client(), mirrored))
                        : Optional.empty();
        return ImagePreflight.check(Arrays.asList(uses), sites, () -> new NodePlatforms(nodes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop/web:1.5   | The repository shop/web of registry.example has no tag 1.5; nearest tags: 1.4, 1.3, 0.9.",
                "shop/empty:1   | The repository shop/empty of registry.example has no tags.",
                "shop/wbe:1.4   | registry.example has no repository shop/wbe.",
            })
    void missingImageRefusesWithWhatThereIs(String image, String sentence) {
        assertThat(check(false, List.of(), use(image)))
                .isEqualTo(new ImagePreflight.Result(
                        List.of("Deployment web: app: the image \"" + registry.host() + "/" + image
                                + "\" does not exist. " + sentence),
                        List.of()));
        assertThat(check(true, List.of(), use(image)))
                .as("with a mirror")
                .isEqualTo(new ImagePreflight.Result(
                        List.of(),
                        List.of("Image \"" + registry.host() + "/" + image + "\" not checked: " + sentence
                                + " The nodes may use a mirror that has the image.")));
    }

    @Test
    void missingDigestRefuses() {
        String digest = "sha256:" + "f".repeat(64);
        assertThat(check(false, List.of(), use("shop/web:1.4@" + digest)).refusals())
                .singleElement()
                .asString()
                .endsWith("The repository shop/web of registry.example has no image with the digest " + digest + ".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop/private:1 | requires a login, and the registry has no credential in Jenkins.",
                "shop/busy:1    | has received too many requests (HTTP 429). Try again later, or configure a credential with a higher limit.",
                "shop/broken:1  | answered with HTTP 503.",
            })
    void uncertainAnswerWarnsOnce(String image, String sentence) {
        assertThat(check(false, List.of(), use(image), use(image)))
                .isEqualTo(new ImagePreflight.Result(
                        List.of(),
                        List.of("Image \"" + registry.host() + "/" + image + "\" not checked: " + registry.host() + " "
                                + sentence)));
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void unreachableRegistryWarns() {
        ImageUse use = use("shop/web:1.4");
        registry.close();
        ImagePreflight.Result result = check(false, List.of(AMD64), use);
        assertThat(result.refusals()).isEmpty();
        assertThat(result.warnings()).singleElement().asString().contains("cannot be reached");
    }

    @Test
    void settingsThatCannotBeUsedWarn() {
        ImagePreflight.Result result = ImagePreflight.check(
                List.of(use("shop/web:1.4")),
                image -> {
                    throw new IllegalStateException("The credential is missing.");
                },
                () -> NodePlatforms.UNKNOWN);
        assertThat(result.refusals()).isEmpty();
        assertThat(result.warnings()).singleElement().asString().endsWith("not checked: The credential is missing.");
    }

    @Test
    void registriesAreAskedBeforeTheNodesAreKnown() throws IOException {
        CountDownLatch asked = new CountDownLatch(2);
        registry.close();
        registry = new StubRegistry(exchange -> {
            asked.countDown();
            answer(exchange);
        });
        ImagePreflight.Result result = ImagePreflight.check(
                List.of(use("shop/web:1.4"), use("shop/web:1.5")),
                image -> Optional.of(new ImageSite("registry.example", registry.client(), false)),
                () -> {
                    assertThat(awaits(asked)).isTrue();
                    return NodePlatforms.UNKNOWN;
                });
        assertThat(result.refusals()).hasSize(1);
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void imageOfAnotherRegistryIsNotAskedFor() {
        ImageUse other = new ImageUse("Deployment web: app", "other.example/shop/web:1.4", Map.of(), false);
        assertThat(check(false, List.of(ARM64), other)).isEqualTo(new ImagePreflight.Result(List.of(), List.of()));
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void imageWithoutTagIsTheTagLatest() {
        assertThat(check(false, List.of(AMD64), use("shop/web"))).isEqualTo(NOTHING);
    }

    @Test
    void platformOfTheNodesIsFine() {
        assertThat(check(false, List.of(AMD64, AMD64), use("shop/web:1.4"))).isEqualTo(NOTHING);
    }

    @Test
    void platformsOfUnknownNodesAreNotChecked() {
        assertThat(check(false, List.of(), use("shop/web:1.4"))).isEqualTo(NOTHING);
        assertThat(check(false, List.of(Map.of("pool", "c")), use("shop/web:1.4")))
                .isEqualTo(NOTHING);
    }

    @Test
    void imageForNoNodeRefusesWithThePlatforms() {
        assertThat(check(false, List.of(ARM64), use("shop/web:1.4")).refusals())
                .containsExactly("Deployment web: app: no node can run the image \"" + registry.host()
                        + "/shop/web:1.4\": the nodes are linux/arm64, and the image is built for linux/amd64, "
                        + "linux/arm/v7. Build the image for a platform of the nodes, or choose other nodes with "
                        + "nodeSelector.");
    }

    @Test
    void imageForSomeNodesWarns() {
        ImagePreflight.Result result = check(false, List.of(AMD64, ARM64), use("shop/web:1.4"));
        assertThat(result.refusals()).isEmpty();
        assertThat(result.warnings())
                .containsExactly("Not all nodes can run the image \"" + registry.host()
                        + "/shop/web:1.4\": it is built for linux/amd64, linux/arm/v7, and the nodes are linux/amd64, "
                        + "linux/arm64.");
    }

    @Test
    void nodeSelectorChoosesTheNodes() {
        String image = registry.host() + "/shop/web:1.4";
        List<Map<String, String>> nodes = List.of(AMD64, ARM64);
        assertThat(check(false, nodes, new ImageUse("w", image, Map.of("pool", "a"), false)))
                .isEqualTo(NOTHING);
        assertThat(check(false, nodes, new ImageUse("w", image, Map.of("pool", "b"), false))
                        .refusals())
                .hasSize(1);
        // An autoscaler may add such nodes.
        assertThat(check(false, nodes, new ImageUse("w", image, Map.of("pool", "c"), false)))
                .isEqualTo(NOTHING);
    }

    @Test
    void conditionsThatAreNotEvaluatedOnlyWarn() {
        String image = registry.host() + "/shop/web:1.4";
        ImagePreflight.Result result = check(false, List.of(ARM64), new ImageUse("w", image, Map.of(), true));
        assertThat(result.refusals()).isEmpty();
        assertThat(result.warnings()).hasSize(1);
    }
}
