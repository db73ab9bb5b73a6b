package io.jenkins.plugins.deployworkload.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.log.ImageLog;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that images from builds are replaced by image references, and that the build log contains these references. */
class ImageResolutionTest {

    private static final String DIGEST = "sha256:" + "1".repeat(64);

    private final List<String> log = new ArrayList<>();

    @Test
    void resolvesEachContainerAndLogsOutput() throws Exception {
        List<Workload> resolved =
                resolve("""
                initContainers: [{name: migrate, image: {fromBuild: {repository: shop/migrate}}}]
                containers: [{name: app, image: {fromBuild: {repository: shop/web}}}, {name: side, image: shop/side:1}]
                """, images("shop/web:2@" + DIGEST).plus(log("Successfully tagged shop/migrate:7")));

        assertThat(references(resolved)).containsExactly("shop/migrate:7", "shop/web@" + DIGEST, "shop/side:1");
        assertThat(log)
                .containsExactly(
                        "Image of container migrate of web: shop/migrate:7 (docker build, log line 1). No output contains a"
                                + " push or a digest, so the image may not be in a registry.",
                        "Image of container app of web: shop/web@" + DIGEST + " (ko, image-refs)");
    }

    @Test
    void reportsAllUnresolvedContainersAtOnce() {
        assertThatThrownBy(() -> resolve("""
                        containers: [{name: app, image: {fromBuild: {repository: shop/web}}},
                            {name: side, image: {fromBuild: {}}}]
                        """, images("shop/a:2@" + DIGEST + "\nshop/b:2@" + DIGEST)))
                .hasMessageContainingAll(
                        "Image of container app of web: No image of \"shop/web\" found.",
                        "Image of container side of web: Several images found.",
                        "shop/a:2@" + DIGEST + " (ko, image-refs)",
                        "shop/b:2@" + DIGEST + " (ko, image-refs)");
        assertThat(log).isEmpty();
    }

    @Test
    void failsWithoutRequiredDigestOrTag() throws Exception {
        assertThat(references(
                        resolve("containers: [{name: a, image: {fromBuild: {by: tag}}}]", images("x/y:2@" + DIGEST))))
                .containsExactly("x/y:2");
        assertThatThrownBy(() ->
                        resolve("containers: [{name: a, image: {fromBuild: {by: tag}}}]", images("x/y@" + DIGEST)))
                .hasMessageContaining("by: no output contains a tag of x/y@" + DIGEST);
        assertThatThrownBy(() -> resolve(
                        "containers: [{name: a, image: {fromBuild: {by: digest}}}]",
                        log("Successfully tagged shop/web:7")))
                .hasMessageContaining("by: no output contains the digest of shop/web:7 (docker build, log line 1)");
    }

    @Test
    void logsPushedTagWithoutDigest() throws Exception {
        resolve("containers: [{name: a, image: {fromBuild: {}}}]", log("Built and pushed image as shop/web:7"));

        assertThat(log)
                .containsExactly(
                        "Image of container a of web: shop/web:7 (Jib, log line 1). No output contains the digest, so"
                                + " a node can keep using an older image with this tag.");
    }

    @Test
    void refusesOneDigestForTwoRepositories() {
        assertThatThrownBy(() -> resolve("""
                        containers: [{name: app, image: {fromBuild: {repository: h/app}}},
                            {name: side, image: {fromBuild: {repository: h/side}}}]
                        """, ImageFiles.read("digest-file", DIGEST, null)))
                .hasMessageContainingAll("Image of container side of web: Digest " + DIGEST, "h/app", "h/side");
    }

    @Test
    void logsUnreadableOutputOnce() throws Exception {
        Findings found = images("h/app@" + DIGEST)
                .plus(ImageFiles.discover("metadata.json", new ByteArrayInputStream(new byte[] {'x'})));
        resolve("""
                containers: [{name: app, image: {fromBuild: {}}}, {name: side, image: {fromBuild: {}}}]
                """, found);

        assertThat(log).hasSize(3).last().asString().startsWith("Build output not read: metadata.json");
    }

    @Test
    void doesNotSearchForLiteralReferences() throws Exception {
        List<Workload> described = workloads("containers: [{name: a, image: x/y:1}]");

        assertThat(ImageResolution.resolve(
                        described,
                        (query, notes) -> {
                            throw new AssertionError("outputs were searched");
                        },
                        log::add))
                .containsExactlyElementsOf(described);
    }

    @Test
    void digestOfARegistryNeedsARegistry() throws Exception {
        List<Workload> described =
                workloads("containers: [{name: a, image: {fromRegistry: {repository: x/y, tag: '1', resolve: digest}}},"
                        + " {name: b, image: {fromRegistry: {repository: x/y, tag: '2'}}}]");
        ImageResolution.Outputs none = (query, notes) -> null;
        assertThatThrownBy(() -> ImageResolution.resolve(described, none, log::add))
                .hasMessageContaining(
                        "resolve: the digest of x/y:1 is not known, because no registry is configured here")
                .hasMessageNotContaining("x/y:2");
    }

    /**
     * A later deploy step of the same build also searches the build log, which then contains the messages of this step.
     */
    @Test
    void ownLogMessagesAreNotParsedAsOutput() throws Exception {
        String digest = DIGEST.replace('1', '2');
        resolve("containers: [{name: a, image: {fromBuild: {}}}]", images("x/y:2@" + digest));
        resolve("containers: [{name: a, image: {fromBuild: {}}}]", log("Successfully tagged x/y:7"));

        assertThat(log).hasSize(2);
        assertThat(log(String.join("\n", log)).images()).isEmpty();
    }

    private List<Workload> resolve(String containers, Findings found) throws Exception {
        return ImageResolution.resolve(
                workloads(containers), (query, notes) -> BuiltImageQuery.choose(found, query), log::add);
    }

    private static List<Workload> workloads(String containers) throws Exception {
        return YamlReader.read("name: web\ncontroller: {single: }\n" + containers, "web.yaml", Workload.class);
    }

    private static Findings images(String lines) throws Exception {
        return ImageFiles.read("image-refs", lines, null);
    }

    private static Findings log(String lines) throws Exception {
        return ImageLog.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "log");
    }

    private static List<String> references(List<Workload> workloads) {
        return workloads.stream()
                .flatMap(workload -> ImageOverrides.allContainers(workload).stream())
                .map(container -> ((ImageReference) container.getImage()).getReference())
                .toList();
    }
}
