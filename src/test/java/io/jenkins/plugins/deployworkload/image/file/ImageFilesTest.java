package io.jenkins.plugins.deployworkload.image.file;

import static io.jenkins.plugins.deployworkload.image.Fixtures.A;
import static io.jenkins.plugins.deployworkload.image.Fixtures.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.image.Fixtures;
import io.jenkins.plugins.deployworkload.image.model.AmbiguousImageException;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import io.jenkins.plugins.deployworkload.image.search.ImageChooser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the parsers of output files of build tools. */
class ImageFilesTest {

    private static final String JIB_DIGEST = "sha256:ad32b469c77eb8236acc21e0eddd5d23e18956a9ac3bd95b02d1db68ce061949";
    private static final String INDEX_DIGEST =
            "sha256:53856af0f9a8235aa05dd60972f79418220373cdc09c0d90de5a0ac63fdaaa1e";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "real/jib-push/jib-image.json       | JIB | localhost:5055/shop/web | 1.0,latest | " + JIB_DIGEST,
                "real/buildx/metadata.json          | BUILDX | localhost:5055/shop/web | 3.0,latest | " + INDEX_DIGEST,
                "real/bake/bake-metadata.json       | BAKE | localhost:5055/shop/api | 4.0"
                        + " | sha256:181affe237eb011b8d9b092b341e261e1f1dc7bae6b8aa140bf592cc4ed710b9",
                "real/ko/image-refs.txt             | KO"
                        + " | localhost:5055/shop/web-77ee5320806615af176f08cba396e180 | ''"
                        + " | sha256:24cb556518701dbc049a1de158e6c2e7f3b5aba3ec78bda8bc6a5250e763f752",
                "real/ko/ko-image-refs.txt          | KO | localhost:5055/shop/web | v1"
                        + " | sha256:24cb556518701dbc049a1de158e6c2e7f3b5aba3ec78bda8bc6a5250e763f752",
                "documented/metadata.json           | BUILDX | docker.io/u/a | t | A",
                "documented/bake-metadata.json      | BAKE | docker.io/u/a | t,latest | A",
                "documented/image-name-with-digest  | KANIKO | registry.example/shop/web | '' | A",
                "documented/image-name-tag-with-digest | KANIKO | registry.example/shop/web | 1.4 | A",
                "documented/report.toml             | PACK | index.docker.io/u/a | 1,latest | A",
                "documented/daemon/report.toml      | PACK | index.docker.io/u/a | 1 | ",
                "documented/skaffold-build.json     | SKAFFOLD | gcr.io/k8s-skaffold/ex | v0.41 | A",
            })
    void readsImageOfEachFormat(String file, Tool tool, String repository, String tags, String digest)
            throws Exception {
        FoundImage image = Fixtures.file(file).images().get(0);
        assertThat(image.source()).isEqualTo(tool);
        assertThat(image.repository()).isEqualTo(repository);
        assertThat(String.join(",", image.tags())).isEqualTo(tags);
        assertThat(image.digest()).isEqualTo("A".equals(digest) ? A : digest);
        assertThat(image.location()).startsWith(file);
    }

    @Test
    void readsImageOfEachTargetAndDestination() throws Exception {
        assertThat(Fixtures.file("real/bake/bake-metadata.json").images())
                .extracting(FoundImage::location)
                .containsExactly("real/bake/bake-metadata.json (api)", "real/bake/bake-metadata.json (web)");
        assertThat(Fixtures.file("documented/image-name-with-digest").images())
                .extracting(FoundImage::repository)
                .containsExactly("registry.example/shop/web", "registry.example/shop/mirror");
    }

    @ParameterizedTest
    @CsvSource({
        "real/jib-push/jib-image.digest, JIB",
        "real/buildah/digestfile, BUILDAH",
        "real/buildx/unnamed-metadata.json, BUILDX",
        "documented/kaniko-digest, KANIKO",
        "documented/web.digest, BUILDAH"
    })
    void digestWithoutRepositoryIsNoImage(String file, Tool tool) throws Exception {
        Findings found = Fixtures.file(file);
        assertThat(found.images()).isEmpty();
        assertThat(found.digests()).singleElement().satisfies(digest -> {
            assertThat(digest.source()).isEqualTo(tool);
            assertThat(Fixtures.text(file)).contains(digest.digest());
        });
    }

    @Test
    void readsOciLayoutAndDigestOfRulesOci() throws Exception {
        String index = Fixtures.text("documented/bazel-bin/web/index.json");
        assertThat(ImageFiles.read("bazel-bin/web/index.json", index, null).digests())
                .extracting(FoundDigest::digest)
                .containsExactly(A);
        String digest = Fixtures.text("documented/bazel-bin/web.json.sha256");
        assertThat(ImageFiles.read("bazel-bin/web.json.sha256", digest, null).digests())
                .containsExactly(new FoundDigest(A, Tool.RULES_OCI, "bazel-bin/web.json.sha256"));
        // Outside of bazel-bin, a .sha256 file may be the checksum of any file, not only of an image.
        assertThat(ImageFiles.toolOf("dist/package.json.sha256")).isEmpty();
        String two = "{\"manifests\":[{\"digest\":\"" + A + "\"},{\"digest\":\"" + B + "\"}]}";
        assertThat(ImageFiles.read("index.json", two, Tool.RULES_OCI).digests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "real/jib-push/jib-image.id",
                "real/buildx/web.iid",
                "real/docker/iidfile",
                "real/buildah/iidfile",
                "real/docker/metadata.json",
                "real/jib-tar/jib-image.json"
            })
    void rejectsImageIdsAndUnpushedImages(String file) throws Exception {
        Findings found = Fixtures.file(file);
        assertThat(found.images()).isEmpty();
        assertThat(found.digests()).isEmpty();
        assertThat(found.rejected()).isNotEmpty();
    }

    /**
     * Docker's default build driver writes the image ID to {@code containerimage.digest}, and writes no descriptor to
     * the file.
     */
    @Test
    void rejectsImageIdStoredAsDigest() throws Exception {
        String metadata = "{\"containerimage.digest\":\"" + A + "\",\"containerimage.config.digest\":\"" + A
                + "\",\"image.name\":\"docker.io/u/a:t\"}";
        assertThat(ImageFiles.read("metadata.json", metadata, null).images())
                .singleElement()
                .satisfies(image -> {
                    assertThat(image.digest()).isNull();
                    assertThat(image.reference(true)).isEqualTo("docker.io/u/a:t");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jib-image.json | {\"image\":\"a:1\",\"imageDigest\":",
                "jib-image.json | {\"image\":\"a:1\",\"image\":\"a:2\"}",
                "jib-image.json | {\"image\":\"A B\"}",
                "jib-image.json | {\"image\":7}",
                "jib-image.json | {} trailing",
                "image-refs     | no reference",
                "image-refs     | ''",
                "report.toml    | [build]",
                "report.toml    | [image] tags",
                "skaffold.json  | {\"builds\":7}",
            })
    void refusesMalformedFileWithOneLineMessage(String file, String text) {
        assertThatThrownBy(() -> ImageFiles.read(file, text, null))
                .isInstanceOf(UnreadableOutputException.class)
                .hasMessageStartingWith(file)
                .hasMessageNotContaining("Exception")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesDeepAndLargeFiles() throws IOException {
        String deep = "{\"a\":".repeat(100_000);
        assertThatThrownBy(() -> ImageFiles.read("metadata.json", deep, null))
                .isInstanceOf(UnreadableOutputException.class);
        InputStream large = InputStream.nullInputStream();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };
        assertThatThrownBy(() -> ImageFiles.read("metadata.json", endless, null))
                .isInstanceOf(UnreadableOutputException.class);
        assertThat(ImageFiles.discover("metadata.json", large).rejected()).hasSize(1);
    }

    @Test
    void determinesToolByNameOrByUser() throws Exception {
        assertThat(ImageFiles.toolOf("build\\jib-image.json")).contains(Tool.JIB);
        assertThat(ImageFiles.toolOf("target/jib-image.digest")).contains(Tool.JIB);
        assertThat(ImageFiles.toolOf("bake-metadata.json")).contains(Tool.BAKE);
        assertThat(ImageFiles.toolOf("package.json")).isEmpty();
        assertThat(ImageFiles.read("out.txt", "r/web@" + A + "\n", Tool.KANIKO).images())
                .hasSize(1);
        assertThatThrownBy(() -> ImageFiles.read("out.txt", "r/web@" + A, null))
                .isInstanceOf(UnreadableOutputException.class);
        assertThatThrownBy(() -> ImageFiles.read("out.txt", "r/web@" + A, Tool.DEPLOYED))
                .isInstanceOf(UnreadableOutputException.class);
    }

    @Test
    void readsLogFromFile() throws Exception {
        byte[] log = Fixtures.text("real/docker/build-push.log").getBytes(StandardCharsets.UTF_8);
        InputStream large = new SequenceInputStream(
                new InputStream() {
                    private int remaining = OutputText.MAX_BYTES + 1;

                    @Override
                    public int read() {
                        return remaining-- > 0 ? remaining % 100 == 0 ? '\n' : 'x' : -1;
                    }
                },
                new ByteArrayInputStream(log));
        Findings found = ImageFiles.read("push.log", large, Tool.DOCKER_PUSH);
        assertThat(ImageChooser.choose(found, new ImageQuery(null, Tool.DOCKER_PUSH, true))
                        .reference())
                .isEqualTo("localhost:5055/shop/web@"
                        + "sha256:ac5ef056b2597ca8ce1df46eebf4f7aecdcee6dd6a5ed2342c90902a3df0ba19");
        assertThat(found.images().get(1).location()).startsWith("push.log line ");
        assertThat(ImageFiles.read(
                                "build.log",
                                new ByteArrayInputStream("Successfully tagged a:1\n".getBytes(StandardCharsets.UTF_16)),
                                Tool.DOCKER_BUILD)
                        .images())
                .extracting(FoundImage::fullReference)
                .containsExactly("a:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void readsFilesWithByteOrderMark(String charset) throws Exception {
        byte[] json = ("\uFEFF" + Fixtures.text("real/jib-push/jib-image.json")).getBytes(charset);
        assertThat(ImageFiles.read("jib-image.json", new ByteArrayInputStream(json), null)
                        .images())
                .extracting(FoundImage::digest)
                .containsExactly(JIB_DIGEST);
        byte[] lines = ("\uFEFF" + A + "\r\n").getBytes(charset);
        assertThat(ImageFiles.read("app.digest", new ByteArrayInputStream(lines), null)
                        .digests())
                .hasSize(1);
    }

    @Test
    void readsBuildxMetadataOfBuildah() throws Exception {
        String metadata = Fixtures.text("documented/buildah-metadata.json");
        assertThat(ImageFiles.read("out/meta", metadata, Tool.BUILDAH).images())
                .singleElement()
                .satisfies(image -> {
                    assertThat(image.source()).isEqualTo(Tool.BUILDAH);
                    assertThat(image.fullReference()).isEqualTo("registry.example/shop/web:1@" + A);
                });
    }

    @Test
    void severalDigestsAreAmbiguous() throws Exception {
        Findings found = ImageFiles.read("digests.txt", A + "\n" + B + "\n", Tool.KANIKO);
        assertThat(found.digests()).hasSize(2);
        assertThatThrownBy(() -> ImageChooser.choose(found, new ImageQuery("h/x", null, true)))
                .isInstanceOf(AmbiguousImageException.class)
                .hasMessageContainingAll(A, B)
                .hasMessageNotContaining("terminals");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[image]\ntags = [\n  'a:1', # one\n  \"a:2\",\n]\n",
                "title = \"x\"\n[[other]]\ntags = [\"b:1\"]\n[image] # here\ntags=[\"a:1\",\"a:2\"]\n[more]\ntags = [\"c:1\"]",
            })
    void readsTomlTable(String toml) throws Exception {
        assertThat(ImageFiles.read("report.toml", toml, null).images())
                .singleElement()
                .satisfies(image -> assertThat(image.tags()).containsExactly("1", "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = \"\"\"\n[image]\ntags = ['a:1']\n\"\"\"\n",
                "[image]\ntags = ['a:1'\n",
                "[image]\ntags = ['a:1']\n[image]\ntags = ['a:2']\n",
                "[image]\ntags = ['a:1']\ntags = ['a:2']\n",
                "[image]\ntags = [\"a\\u003a1\"]\n",
                "[image]\n tags = ['a:1'] 'b'\n",
                "[image]\n a.tags = ['a:1']\n"
            })
    void refusesUnsupportedToml(String toml) {
        assertThatThrownBy(() -> ImageFiles.read("report.toml", toml, null))
                .isInstanceOf(UnreadableOutputException.class);
    }

    @Test
    void findingsAreSerializable() throws Exception {
        Findings found = Fixtures.file("real/bake/bake-metadata.json")
                .plus(Fixtures.file("real/jib-tar/jib-image.json"))
                .plus(Fixtures.file("documented/kaniko-digest"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(found);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(found);
        }
    }
}
