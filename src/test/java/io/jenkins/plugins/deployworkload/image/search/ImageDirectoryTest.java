package io.jenkins.plugins.deployworkload.image.search;

import static io.jenkins.plugins.deployworkload.image.Fixtures.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.image.Fixtures;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.NoImageException;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the search for outputs in a directory, whose links are not trusted. */
class ImageDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void discoversOutputsByFileName() throws Exception {
        write("web/target/jib-image.json", Fixtures.text("real/jib-push/jib-image.json"));
        write("web/target/jib-image.digest", Fixtures.text("real/jib-push/jib-image.digest"));
        write("node_modules/x/metadata.json", Fixtures.text("documented/metadata.json"));
        write("metadata.json", "{\"name\":\"unrelated\"}");
        write("package-metadata.json", "not JSON");
        write("src/Main.java", "");
        Findings found = ImageDirectory.discover(directory);
        assertThat(found.outputsRead())
                .containsExactly(
                        "metadata.json",
                        "package-metadata.json",
                        "web/target/jib-image.digest",
                        "web/target/jib-image.json");
        assertThat(found.rejected()).extracting(RejectedOutput::location).containsExactly("package-metadata.json");
        assertThat(ImageChooser.choose(found, ImageQuery.ANY).reference())
                .isEqualTo("localhost:5055/shop/web@"
                        + "sha256:ad32b469c77eb8236acc21e0eddd5d23e18956a9ac3bd95b02d1db68ce061949");
    }

    @Test
    void ignoresLinksOutOfDirectory(@TempDir Path outside) throws Exception {
        Path file = outside.resolve("jib-image.json");
        Files.writeString(file, Fixtures.text("real/jib-push/jib-image.json"));
        Files.createSymbolicLink(directory.resolve("jib-image.json"), file);
        Files.createSymbolicLink(directory.resolve("linked"), outside);
        assertThat(ImageDirectory.discover(directory)).isEqualTo(Findings.NONE);
    }

    @Test
    void followsBazelBinLink(@TempDir Path cache) throws Exception {
        write(cache, "web/web.json.sha256", A + "\n");
        write(cache, "external/base/index.json", Fixtures.text("documented/bazel-bin/web/index.json"));
        write(cache, "jib-image.json", Fixtures.text("real/jib-push/jib-image.json"));
        Files.createSymbolicLink(directory.resolve("bazel-bin"), cache);
        Findings found = ImageDirectory.discover(directory);
        assertThat(found.outputsRead()).containsExactly("bazel-bin/web/web.json.sha256");
        assertThat(ImageChooser.choose(found, new ImageQuery("h/web", Tool.RULES_OCI, true))
                        .reference())
                .isEqualTo("h/web@" + A);
        for (String path : List.of("bazel-bin/web/web.json.sha256", "bazel-bin/*/*.json.sha256")) {
            assertThat(ImageDirectory.read(directory, path, null).digests())
                    .extracting(FoundDigest::digest)
                    .containsExactly(A);
        }
    }

    @Test
    void neverQuotesFilesOutsideDirectory(@TempDir Path outside) throws Exception {
        write(outside, "key/index.json", "top secret");
        write(outside, "key/some.json.sha256", "h/x@sha256:secret\n");
        write(outside, "jib-image.json", "{\"image\":\"top secret\"}");
        Files.createSymbolicLink(directory.resolve("bazel-bin"), outside);
        Findings found = ImageDirectory.discover(directory);
        assertThat(found.rejected())
                .hasSize(2)
                .allSatisfy(rejected -> assertThat(rejected.toString())
                        .contains("bazel-bin/key/")
                        .doesNotContain("secret"));
        for (String path : List.of("bazel-bin/key/index.json", "bazel-bin/jib-image.json")) {
            assertThatThrownBy(() -> ImageDirectory.read(directory, path, null))
                    .isInstanceOf(UnreadableOutputException.class)
                    .hasMessageStartingWith(path)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void literalPathFollowsLinksButNotUpwards(@TempDir Path outside) throws Exception {
        write(outside, "out.txt", "h/x@" + A);
        Files.createSymbolicLink(directory.resolve("linked"), outside);
        assertThat(ImageDirectory.read(directory, "./linked/out.txt", Tool.KANIKO)
                        .images())
                .extracting(FoundImage::location)
                .containsExactly("linked/out.txt");
        assertThat(ImageDirectory.read(directory, "linked/*.txt", Tool.KANIKO)).isEqualTo(Findings.NONE);
        for (String path : List.of(
                "../" + outside.getFileName() + "/out.txt",
                outside.resolve("out.txt").toString(),
                "\0",
                "linked")) {
            assertThat(ImageDirectory.read(directory, path, Tool.KANIKO)).isEqualTo(Findings.NONE);
        }
    }

    @Test
    void directoryItselfMayBeALink(@TempDir Path elsewhere) throws Exception {
        write("target/jib-image.json", Fixtures.text("real/jib-push/jib-image.json"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("workspace"), directory);
        assertThat(ImageDirectory.discover(link).images()).hasSize(1);
        assertThat(ImageDirectory.read(link, "target/*", null).images()).hasSize(1);
        assertThat(ImageDirectory.read(link, "target/jib-image.json", null).images())
                .hasSize(1);
    }

    @Test
    void refusesDirectoryBeyondLimits() throws Exception {
        write("a/jib-image.json", Fixtures.text("real/jib-push/jib-image.json"));
        write("b/jib-image.json", Fixtures.text("real/jib-push/jib-image.json"));
        write("c/other", "");
        for (OutputFileFinder.Limits limits :
                List.of(new OutputFileFinder.Limits(2, 9), new OutputFileFinder.Limits(9, 1))) {
            assertThatThrownBy(() -> ImageDirectory.discover(directory, limits))
                    .isInstanceOf(UnreadableOutputException.class)
                    .hasMessageContaining(String.valueOf(limits.maxVisited()));
            assertThatThrownBy(() -> ImageDirectory.read(directory, "*/jib-image.json", null, limits))
                    .isInstanceOf(UnreadableOutputException.class);
            // A path without wildcards is opened directly, so the limits of the search do not apply.
            assertThat(ImageDirectory.read(directory, "b/jib-image.json", null, limits)
                            .images())
                    .hasSize(1);
        }
        assertThat(ImageDirectory.discover(directory, new OutputFileFinder.Limits(3, 2))
                        .images())
                .hasSize(2);
    }

    @Test
    void specifiedJibDigestReportsMissingPush() throws Exception {
        write("target/jib-image.json", Fixtures.text("real/jib-tar/jib-image.json"));
        write("target/jib-image.digest", Fixtures.text("real/jib-tar/jib-image.digest"));
        for (String path : List.of("target/jib-image.digest", "target/*.digest")) {
            Findings found = ImageDirectory.read(directory, path, null);
            assertThatThrownBy(() -> ImageChooser.choose(found, new ImageQuery("localhost:5055/shop/web", null, true)))
                    .isInstanceOf(NoImageException.class)
                    .hasMessageContaining("not pushed");
        }
    }

    @Test
    void doesNotReadFileReplacedByLink(@TempDir Path outside) throws Exception {
        write("out/jib-image.json", "");
        write(outside, "jib-image.json", Fixtures.text("real/jib-push/jib-image.json"));
        OutputFile file =
                new OutputFile(directory.toRealPath().resolve("out/jib-image.json"), "out/jib-image.json", false);
        Files.delete(directory.resolve("out/jib-image.json"));
        Files.delete(directory.resolve("out"));
        Files.createSymbolicLink(directory.resolve("out"), outside);
        assertThatThrownBy(file::open).isInstanceOf(IOException.class);
    }

    @Test
    void refusesMissingDirectory() {
        assertThatThrownBy(() -> ImageDirectory.discover(directory.resolve("absent")))
                .isInstanceOf(IOException.class);
    }

    private void write(String path, String text) throws IOException {
        write(directory, path, text);
    }

    private static void write(Path root, String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
