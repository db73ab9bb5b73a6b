package io.jenkins.plugins.deployworkload.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests outputs in archived artifacts. */
class ArtifactOutputsTest {

    private static final String DIGEST = "sha256:" + "1".repeat(64);
    private static final String NEW = "registry.example/new:1@" + DIGEST;

    /**
     * The content of each artifact, by path; null for an artifact that cannot be opened. An example is a symbolic link
     * to a file outside of the archive.
     */
    private final Map<String, String> archive = new TreeMap<>();

    @Test
    void reportsUnopenableArtifactAndReadsOthers() throws Exception {
        archive.put("a/image-refs", null);
        archive.put("b/image-refs", "no image");
        archive.put("c/image-refs", NEW);
        archive.put("c/notes.txt", "registry.example/other:1");

        Findings found = read(null, null, Duration.ofMinutes(1));

        assertThat(found.images()).extracting(FoundImage::fullReference).containsExactly(NEW);
        assertThat(found.rejected())
                .extracting(RejectedOutput::toString)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("artifact/a/image-refs: cannot be opened."),
                        second -> assertThat(second).startsWith("artifact/b/image-refs (ko): "));
        assertThat(found.outputsRead())
                .containsExactly("artifact/a/image-refs", "artifact/b/image-refs", "artifact/c/image-refs");
    }

    @Test
    void failsOnUnopenableSpecifiedArtifact() {
        archive.put("out/refs", null);

        assertThatThrownBy(() -> read("out/*", Tool.KO, Duration.ofMinutes(1)))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessage("artifact/out/refs: cannot be opened.");
    }

    @Test
    void determinesToolByArtifactPath() throws Exception {
        archive.put("bazel-bin/web/index.json", "{\"manifests\": [{\"digest\": \"" + DIGEST + "\"}]}");

        assertThat(read(null, null, Duration.ofMinutes(1)).digests()).hasSize(1);
    }

    @Test
    void refusesTooManyArtifacts() {
        archive.putAll(IntStream.range(0, 1001).boxed().collect(Collectors.toMap(i -> i + "/image-refs", i -> NEW)));

        assertThatThrownBy(() -> read(null, null, Duration.ofMinutes(1)))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessage("artifact/: more than 1000 archived artifacts match. Specify the path of the file.");
    }

    @Test
    void refusesWithoutArtifactsPermission() {
        assertThatThrownBy(() -> new ArtifactOutputs(
                                null, "a #1/artifact/", false, false, new ReadDeadline(Duration.ofMinutes(1)))
                        .find(null, null, note -> {}))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessage("a #1/artifact/: no permission to read the archived artifacts");
    }

    @Test
    void stopsAtDeadline() {
        archive.put("image-refs", NEW);

        assertThatThrownBy(() -> read(null, null, Duration.ZERO))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessage("the build outputs could not be read within 0 seconds");
    }

    /** A step can name any archived file of another build, such as a file with passwords. */
    @Test
    void doesNotQuoteArtifactsOfAnotherBuild() throws Exception {
        archive.put("secrets.txt", "canary-password in the file");
        archive.put("image-refs", "canary-password in the file");
        archive.put("jib-image.json", "{\"image\": \"canary-password\", \"imagePushed\": false}");
        archive.put("bake.json", "{\"web\": {\"image.name\": \"canary password\", \"x\": \"canary-password\"}}");
        ArtifactOutputs other = new ArtifactOutputs(
                null, "shop/web #1/artifact/", true, false, new ReadDeadline(Duration.ofMinutes(1)));

        assertThat(other.read(archive.keySet(), this::open, null, null).rejected())
                .hasSizeGreaterThan(1)
                .extracting(RejectedOutput::toString)
                .noneMatch(reason -> reason.contains("canary"));
        for (Tool tool : Tool.values()) {
            assertThatThrownBy(() -> {
                        Findings found = other.read(archive.keySet(), this::open, "secrets.txt", tool);
                        throw new UnresolvedImageException(found.rejected().toString());
                    })
                    .isInstanceOf(UnresolvedImageException.class)
                    .extracting(Throwable::getMessage, STRING)
                    .doesNotContain("canary");
        }
        assertThatThrownBy(() -> other.read(archive.keySet(), this::open, "secrets.txt", Tool.KO))
                .hasMessage(
                        "shop/web #1/artifact/secrets.txt: contains no image in the format of the tool. The content is"
                                + " not shown, because it belongs to another build.");
        assertThatThrownBy(() -> other.read(archive.keySet(), this::open, "secrets.txt", null))
                .hasMessageContaining("unknown tool. Specify the tool that wrote this file.");
    }

    private Findings read(String file, Tool tool, Duration timeout) throws Exception {
        return new ArtifactOutputs(null, "artifact/", true, true, new ReadDeadline(timeout))
                .read(archive.keySet(), this::open, file, tool);
    }

    private InputStream open(String path) throws IOException {
        if (archive.get(path) == null) {
            throw new IOException(path);
        }
        return new ByteArrayInputStream(archive.get(path).getBytes(StandardCharsets.UTF_8));
    }
}
