package io.jenkins.plugins.deployworkload.image.search;

import static io.jenkins.plugins.deployworkload.image.Fixtures.A;
import static io.jenkins.plugins.deployworkload.image.Fixtures.B;
import static io.jenkins.plugins.deployworkload.image.Fixtures.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.image.Fixtures;
import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.model.AmbiguousImageException;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.NoImageException;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageChooserTest {

    private static Findings images(FoundImage... images) {
        return new Findings(List.of(images), List.of(), List.of(), List.of("x"), List.of(), List.of());
    }

    private static FoundImage image(String reference, Tool tool) {
        return FoundImage.of(OciReference.parse(reference), tool, tool.id() + ".out");
    }

    private static ImageQuery of(String repository) {
        return new ImageQuery(repository, null, true);
    }

    @Test
    void mergesSameImageOfSeveralOutputs() throws Exception {
        Findings found = images(
                image("u/a:1", Tool.DOCKER_BUILD),
                image("docker.io/u/a@" + A, Tool.KO),
                image("index.docker.io/u/a:1@" + A, Tool.BUILDX));
        ChosenImage chosen = ImageChooser.choose(found, ImageQuery.ANY);
        assertThat(chosen.reference()).isEqualTo("docker.io/u/a@" + A);
        assertThat(chosen.byDigest()).isTrue();
        assertThat(chosen.outputs()).hasSize(3).contains("ko, ko.out");
        ChosenImage byTag = ImageChooser.choose(found, new ImageQuery(null, null, false));
        assertThat(byTag.reference()).isEqualTo("docker.io/u/a:1");
        assertThat(byTag.byDigest()).isFalse();
        assertThat(byTag.image().fullReference()).isEqualTo("docker.io/u/a:1@" + A);
    }

    @Test
    void refusesOneTagWithTwoDigests() {
        Findings found = images(image("a:1@" + A, Tool.BUILDX), image("a:1@" + B, Tool.DOCKER_PUSH));
        assertThatThrownBy(() -> ImageChooser.choose(found, ImageQuery.ANY))
                .isInstanceOf(AmbiguousImageException.class)
                .hasMessageContainingAll(A, B, "buildx.out", "dockerPush.out");
    }

    @Test
    void refusesSeveralImagesUntilOneIsNamed() throws Exception {
        Findings found = images(
                image("h.io/a:1@" + A, Tool.BUILDX), image("h.io/b:1", Tool.JIB), image("h.io/b:2@" + C, Tool.KO));
        assertThatThrownBy(() -> ImageChooser.choose(found, ImageQuery.ANY))
                .isInstanceOf(AmbiguousImageException.class)
                .hasMessageContainingAll("h.io/a:1@" + A, "h.io/b:1 (Jib, jib.out)", "ko.out");
        assertThat(ImageChooser.choose(found, of("h.io/a")).reference()).isEqualTo("h.io/a@" + A);
        assertThatThrownBy(() -> ImageChooser.choose(found, of("h.io/b"))).isInstanceOf(AmbiguousImageException.class);
        assertThat(ImageChooser.choose(found, of("h.io/b:1")).reference()).isEqualTo("h.io/b:1");
        assertThat(ImageChooser.choose(found, new ImageQuery("h.io/b", Tool.KO, true))
                        .reference())
                .isEqualTo("h.io/b@" + C);
        assertThatThrownBy(() -> ImageChooser.choose(found, of("h.io/c")))
                .isInstanceOf(NoImageException.class)
                .hasMessageContainingAll("h.io/a:1", "h.io/b:1", "h.io/b:2");
    }

    @ParameterizedTest
    @CsvSource({
        "a, docker.io/library/a",
        "library/a, index.docker.io/library/a",
        "u/a, docker.io/u/a",
        "H.io/a, h.io/a",
        "localhost:5000/a, localhost:5000/a"
    })
    void comparesNormalizedRepositories(String one, String other) throws Exception {
        assertThat(ImageChooser.choose(images(image(one + "@" + A, Tool.KO)), of(other))
                        .reference())
                .isEqualTo(one + "@" + A);
    }

    @Test
    void distinguishesRegistries() {
        assertThatThrownBy(() -> ImageChooser.choose(images(image("h.io/u/a:1", Tool.JIB)), of("u/a")))
                .isInstanceOf(NoImageException.class);
    }

    @Test
    void digestWithoutRepositoryNeedsRequestedRepository() throws Exception {
        Findings digest = Fixtures.file("documented/kaniko-digest");
        assertThatThrownBy(() -> ImageChooser.choose(digest, ImageQuery.ANY))
                .isInstanceOf(NoImageException.class)
                .hasMessageContaining("documented/kaniko-digest");
        assertThat(ImageChooser.choose(digest, of("h.io/x")).reference()).isEqualTo("h.io/x@" + A);
        // With another image about, it may be of that one.
        Findings both = digest.plus(images(image("h.io/other:1", Tool.JIB)));
        assertThatThrownBy(() -> ImageChooser.choose(both, of("h.io/x"))).isInstanceOf(NoImageException.class);
        assertThat(ImageChooser.choose(both, new ImageQuery("h.io/x", Tool.KANIKO, true))
                        .reference())
                .isEqualTo("h.io/x@" + A);
        Findings two = digest.plus(ImageFiles.read("digest-file", B, null));
        assertThatThrownBy(() -> ImageChooser.choose(two, of("h.io/x")))
                .isInstanceOf(AmbiguousImageException.class)
                .hasMessageContainingAll(A, B);
    }

    @Test
    void rejectsDigestThatIsAnImageIdElsewhere() throws Exception {
        String id = Fixtures.text("real/buildah/iidfile");
        Findings found =
                ImageFiles.read("digest-file", id, null).plus(Fixtures.log(Fixtures.text("real/buildah/build.log")));
        assertThatThrownBy(() -> ImageChooser.choose(found, of("h.io/x"))).isInstanceOf(NoImageException.class);
    }

    @Test
    void rejectsDigestFileOfUnpushedJibImage() throws Exception {
        Findings found =
                Fixtures.file("real/jib-tar/jib-image.json").plus(Fixtures.file("real/jib-tar/jib-image.digest"));
        for (ImageQuery wish : List.of(ImageQuery.ANY, of("localhost:5055/shop/web"))) {
            assertThatThrownBy(() -> ImageChooser.choose(found, wish))
                    .isInstanceOf(NoImageException.class)
                    .hasMessageContainingAll("jib-image.json", "jib-image.digest", "localhost:5055/shop/web");
        }
    }

    @Test
    void followsDockerTagToNewName() throws Exception {
        String log = "Successfully tagged web:1\n+ docker tag web:1 h.io/web:1\n+ docker push h.io/web:1\n"
                + "The push refers to repository [h.io/web]\n1: digest: " + A + " size: 5\n";
        assertThat(ImageChooser.choose(Fixtures.log(log), ImageQuery.ANY).reference())
                .isEqualTo("h.io/web@" + A);
        assertThatThrownBy(() ->
                        ImageChooser.choose(Fixtures.log(log.replace("+ docker tag", "docker tag")), ImageQuery.ANY))
                .isInstanceOf(AmbiguousImageException.class);
    }

    /** An old file of the build before, which shares {@code latest} with this one. */
    @Test
    void sharedTagDoesNotMergeImages() throws Exception {
        Findings stale = ImageFiles.read(
                "target/jib-image.json",
                "{\"image\":\"h.io/web:build-1\",\"imageDigest\":\"" + A
                        + "\",\"tags\":[\"build-1\",\"latest\"],\"imagePushed\":true}",
                null);
        Findings found = stale.plus(Fixtures.log("Built and pushed image as h.io/web:build-2, h.io/web:latest\n"));
        for (ImageQuery wish : List.of(ImageQuery.ANY, of("h.io/web"), of("h.io/web:latest"))) {
            assertThatThrownBy(() -> ImageChooser.choose(found, wish))
                    .isInstanceOf(AmbiguousImageException.class)
                    .hasMessageContainingAll("build-1", "build-2", "jib-image.json", "log line 1", "Name the tag");
        }
        assertThat(ImageChooser.choose(found, of("h.io/web:build-2")).reference())
                .isEqualTo("h.io/web:build-2");
        assertThat(ImageChooser.choose(found, of("h.io/web:build-1")).reference())
                .isEqualTo("h.io/web@" + A);
    }

    @Test
    void doesNotMergeImagesThroughThird() throws Exception {
        Findings found = images(
                image("a:latest", Tool.DOCKER_BUILD),
                FoundImage.of(OciReference.parse("a:1"), Tool.JIB, "x").withTags(List.of("1", "latest")),
                FoundImage.of(OciReference.parse("a:2"), Tool.PACK, "y").withTags(List.of("2", "latest")));
        assertThatThrownBy(() -> ImageChooser.choose(found, ImageQuery.ANY))
                .isInstanceOf(AmbiguousImageException.class);
        // Unless a digest is known under the tags of both.
        assertThat(ImageChooser.choose(
                                images(
                                        image("a:1", Tool.DOCKER_BUILD),
                                        image("a:2", Tool.DOCKER_BUILD),
                                        image("a:1@" + A, Tool.DOCKER_PUSH),
                                        image("a:2@" + A, Tool.DOCKER_PUSH)),
                                ImageQuery.ANY)
                        .reference())
                .isEqualTo("a@" + A);
    }

    @Test
    void choosesIndexOverPlatformImages() throws Exception {
        Findings refs = Fixtures.file("documented/ko/image-refs");
        String repository = "registry.example/shop/web-77ee53";
        assertThat(ImageChooser.choose(refs, ImageQuery.ANY).reference()).isEqualTo(repository + "@" + A);
        // Whatever the order, ko says in its log which it published.
        assertThat(ImageChooser.choose(refs.plus(Fixtures.log("Published " + repository + "@" + B)), ImageQuery.ANY)
                        .reference())
                .isEqualTo(repository + "@" + B);
        Findings two =
                refs.plus(Fixtures.log("Published " + repository + "@" + B + "\nPublished " + repository + "@" + C));
        assertThatThrownBy(() -> ImageChooser.choose(two, ImageQuery.ANY)).isInstanceOf(AmbiguousImageException.class);
    }

    @Test
    void returnsUnreadableOutputsWithImage() throws Exception {
        RejectedOutput broken =
                new RejectedOutput(null, "out/metadata.json", Messages._Output_unknown("out/metadata.json"));
        Findings found = images(image("h.io/a:1", Tool.JIB)).plus(broken);
        assertThat(ImageChooser.choose(found, ImageQuery.ANY).unreadable()).containsExactly(broken);
    }

    @Test
    void mergesEqualRejectionsBeforeLocalization() {
        Findings said = Findings.NONE.plus(new RejectedOutput(Tool.KO, "a", Messages._Digest_unusable("x")));

        assertThat(said.plus(new RejectedOutput(Tool.KO, "a", Messages._Digest_unusable("x")))
                        .rejected())
                .hasSize(1);
        assertThat(said.plus(new RejectedOutput(Tool.KO, "a", Messages._Digest_unusable("y")))
                        .rejected())
                .hasSize(2);
    }

    @Test
    void refusesWhenJibFileIsUnreadable() throws Exception {
        RejectedOutput broken = new RejectedOutput(null, "target/jib-image.json", Messages._Output_notOpened());
        Findings found = images(image("h.io/a:1", Tool.DOCKER_BUILD)).plus(broken);
        assertThatThrownBy(() -> ImageChooser.choose(found, ImageQuery.ANY))
                .isInstanceOf(NoImageException.class)
                .hasMessageContaining("target/jib-image.json: could not be opened.");
        assertThat(ImageChooser.choose(found, of("h.io/a")).unreadable()).containsExactly(broken);
        assertThat(ImageChooser.choose(found, new ImageQuery(null, Tool.DOCKER_BUILD, true))
                        .reference())
                .isEqualTo("h.io/a:1");
    }

    @Test
    void assignsDigestToOneRepository() throws Exception {
        Findings digest = Fixtures.file("documented/kaniko-digest");
        DigestAssignments owners = new DigestAssignments();
        owners.add(ImageChooser.choose(digest, of("h/app")));
        owners.add(ImageChooser.choose(digest, of("h/app")));
        ChosenImage side = ImageChooser.choose(digest, of("h/side"));
        assertThatThrownBy(() -> owners.add(side))
                .isInstanceOf(AmbiguousImageException.class)
                .hasMessageContainingAll("h/app", "h/side", A, "kaniko, documented/kaniko-digest");
        // Named by the outputs, one digest may well be in two repositories.
        owners.add(ImageChooser.choose(images(image("h/side@" + A, Tool.KO)), of("h/side")));
    }

    @Test
    void namedToolDeterminesDigest() throws Exception {
        Findings digest = Fixtures.file("documented/web.digest");
        for (Tool tool : List.of(Tool.BUILDAH, Tool.KANIKO, Tool.RULES_OCI)) {
            assertThat(ImageChooser.choose(digest, new ImageQuery("h/x", tool, true))
                            .reference())
                    .isEqualTo("h/x@" + A);
        }
        assertThatThrownBy(() -> ImageChooser.choose(digest, new ImageQuery("h/x", Tool.JIB, true)))
                .isInstanceOf(NoImageException.class);
    }

    @Test
    void refusesTagBesideDigestWithoutTag() throws Exception {
        Findings found = images(image("h/x:1", Tool.DOCKER_BUILD), image("h/x@" + A, Tool.KANIKO));
        assertThatThrownBy(() -> ImageChooser.choose(found, of("h/x:1")))
                .isInstanceOf(AmbiguousImageException.class)
                .hasMessageContainingAll("h/x:1 (docker build", "h/x@" + A + " (kaniko");
        assertThat(ImageChooser.choose(found, new ImageQuery("h/x:1", null, false))
                        .reference())
                .isEqualTo("h/x:1");
    }

    @Test
    void errorListsAlternativesAndLimitsOutputsRead() {
        List<String> looked =
                IntStream.range(0, 40).mapToObj(i -> "m" + i + "/metadata.json").toList();
        Findings found = new Findings(
                List.of(image("h.io/a:1", Tool.KO)),
                List.of(new FoundDigest(B, Tool.KANIKO, "digest-file")),
                List.of(new RejectedOutput(Tool.BUILDX, "web.iid", Messages._Digest_imageId(C))),
                looked,
                List.of(),
                List.of());
        assertThatThrownBy(() -> ImageChooser.choose(found, of("h.io/b")))
                .isInstanceOf(NoImageException.class)
                .hasMessageContainingAll(
                        "h.io/a:1 (ko, ko.out)", "docker buildx, web.iid: " + C + " is the ID", B, "and 37 more")
                .hasMessageNotContaining("m3/");
        // How to use what another tool left is not said to who has named one.
        assertThatThrownBy(() -> ImageChooser.choose(found, new ImageQuery(null, Tool.SPRING_BOOT, true)))
                .isInstanceOf(NoImageException.class)
                .hasMessageContainingAll(
                        "Only outputs of Spring Boot build-image were asked for.",
                        "found, but not asked for: h.io/a:1 (ko, ko.out)",
                        "and 37 more")
                .hasMessageNotContainingAny("web.iid", "digest-file", "m3/");
        assertThatThrownBy(() -> ImageChooser.choose(found, new ImageQuery(null, Tool.KANIKO, true)))
                .isInstanceOf(NoImageException.class)
                .hasMessageContaining(B + " (kaniko, digest-file): a digest alone");
        assertThatThrownBy(() -> ImageChooser.choose(found, new ImageQuery(null, Tool.BUILDX, true)))
                .isInstanceOf(NoImageException.class)
                .hasMessageContaining("docker buildx, web.iid: " + C + " is the ID");
    }

    @Test
    void reportsUnreadableOutputForAnyTool() {
        Findings found = Findings.NONE.plus(new RejectedOutput(null, "x.json", Messages._Output_notOpened()));
        assertThatThrownBy(() -> ImageChooser.choose(found, new ImageQuery(null, Tool.DEPLOYED, true)))
                .isInstanceOf(NoImageException.class)
                .hasMessageContainingAll(
                        "No image was found. Only earlier deploys of the build were asked for.", "x.json: could not");
    }

    @Test
    void errorNamesOutputsReadWhenNothingIsFound() {
        assertThatThrownBy(() -> ImageChooser.choose(Findings.NONE, ImageQuery.ANY))
                .isInstanceOf(NoImageException.class);
        assertThatThrownBy(() -> ImageChooser.choose(images(), ImageQuery.ANY))
                .isInstanceOf(NoImageException.class)
                .hasMessageEndingWith("x");
        for (String wrong : Arrays.asList("", "a b", "a@" + A)) {
            assertThatThrownBy(() -> ImageChooser.choose(images(), of(wrong))).isInstanceOf(NoImageException.class);
        }
    }
}
