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

/** Tests which image is chosen if outputs name several images. */
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
    void refusesSeveralImagesUntilRepositoryIsSpecified() throws Exception {
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
    void comparesNormalizedRepositories(String found, String requested) throws Exception {
        assertThat(ImageChooser.choose(images(image(found + "@" + A, Tool.KO)), of(requested))
                        .reference())
                .isEqualTo(found + "@" + A);
    }

    @Test
    void distinguishesRegistries() {
        assertThatThrownBy(() -> ImageChooser.choose(images(image("h.io/u/a:1", Tool.JIB)), of("u/a")))
                .isInstanceOf(NoImageException.class);
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

    /**
     * The file is from an earlier build. The image in the old file and the new image both have the tag {@code latest}.
     */
    @Test
    void sharedTagDoesNotMergeImages() throws Exception {
        Findings stale = ImageFiles.read(
                "target/jib-image.json",
                "{\"image\":\"h.io/web:build-1\",\"imageDigest\":\"" + A
                        + "\",\"tags\":[\"build-1\",\"latest\"],\"imagePushed\":true}",
                null);
        Findings found = stale.plus(Fixtures.log("Built and pushed image as h.io/web:build-2, h.io/web:latest\n"));
        for (ImageQuery query : List.of(ImageQuery.ANY, of("h.io/web"), of("h.io/web:latest"))) {
            assertThatThrownBy(() -> ImageChooser.choose(found, query))
                    .isInstanceOf(AmbiguousImageException.class)
                    .hasMessageContainingAll("build-1", "build-2", "jib-image.json", "log line 1", "Specify the tag");
        }
        assertThat(ImageChooser.choose(found, of("h.io/web:build-2")).reference())
                .isEqualTo("h.io/web:build-2");
        assertThat(ImageChooser.choose(found, of("h.io/web:build-1")).reference())
                .isEqualTo("h.io/web@" + A);
    }

    @Test
    void doesNotMergeImagesThroughThirdImage() throws Exception {
        Findings found = images(
                image("a:latest", Tool.DOCKER_BUILD),
                FoundImage.of(OciReference.parse("a:1"), Tool.JIB, "x").withTags(List.of("1", "latest")),
                FoundImage.of(OciReference.parse("a:2"), Tool.PACK, "y").withTags(List.of("2", "latest")));
        assertThatThrownBy(() -> ImageChooser.choose(found, ImageQuery.ANY))
                .isInstanceOf(AmbiguousImageException.class);
        // Two findings belong to one image if a third finding has a digest and the tags of both.
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
        // The index that ko's log names as published is chosen, even if it is not the first reference in the file.
        assertThat(ImageChooser.choose(refs.plus(Fixtures.log("Published " + repository + "@" + B)), ImageQuery.ANY)
                        .reference())
                .isEqualTo(repository + "@" + B);
        Findings two =
                refs.plus(Fixtures.log("Published " + repository + "@" + B + "\nPublished " + repository + "@" + C));
        assertThatThrownBy(() -> ImageChooser.choose(two, ImageQuery.ANY)).isInstanceOf(AmbiguousImageException.class);
    }

    @Test
    void returnsUnreadableOutputsWithImage() throws Exception {
        RejectedOutput unreadable =
                new RejectedOutput(null, "out/metadata.json", Messages._ImageFiles_unknownTool("out/metadata.json"));
        Findings found = images(image("h.io/a:1", Tool.JIB)).plus(unreadable);
        assertThat(ImageChooser.choose(found, ImageQuery.ANY).unreadable()).containsExactly(unreadable);
    }

    @Test
    void mergesEqualRejectionsThatAreNotYetTranslated() {
        Findings rejected = Findings.NONE.plus(new RejectedOutput(Tool.KO, "a", Messages._Digest_invalid("x")));

        assertThat(rejected.plus(new RejectedOutput(Tool.KO, "a", Messages._Digest_invalid("x")))
                        .rejected())
                .hasSize(1);
        assertThat(rejected.plus(new RejectedOutput(Tool.KO, "a", Messages._Digest_invalid("y")))
                        .rejected())
                .hasSize(2);
    }

    @Test
    void refusesWhenJibFileIsUnreadable() throws Exception {
        RejectedOutput unreadable =
                new RejectedOutput(null, "target/jib-image.json", Messages._ImageDirectory_cannotOpen());
        Findings found = images(image("h.io/a:1", Tool.DOCKER_BUILD)).plus(unreadable);
        assertThatThrownBy(() -> ImageChooser.choose(found, ImageQuery.ANY))
                .isInstanceOf(NoImageException.class)
                .hasMessageContaining("target/jib-image.json: cannot be opened.");
        assertThat(ImageChooser.choose(found, of("h.io/a")).unreadable()).containsExactly(unreadable);
        assertThat(ImageChooser.choose(found, new ImageQuery(null, Tool.DOCKER_BUILD, true))
                        .reference())
                .isEqualTo("h.io/a:1");
    }

    @Test
    void errorListsAlternativesAndLimitsOutputsRead() {
        List<String> outputsRead =
                IntStream.range(0, 40).mapToObj(i -> "m" + i + "/metadata.json").toList();
        Findings found = new Findings(
                List.of(image("h.io/a:1", Tool.KO)),
                List.of(new FoundDigest(B, Tool.KANIKO, "digest-file")),
                List.of(new RejectedOutput(Tool.BUILDX, "web.iid", Messages._Digest_imageId(C))),
                outputsRead,
                List.of(),
                List.of());
        assertThatThrownBy(() -> ImageChooser.choose(found, of("h.io/b")))
                .isInstanceOf(NoImageException.class)
                .hasMessageContainingAll(
                        "h.io/a:1 (ko, ko.out)",
                        "docker buildx, web.iid: " + C + " can be an image ID",
                        B,
                        "and 37 more")
                .hasMessageNotContaining("m3/");
        // The query names a tool, so the message must not give advice about the outputs of other tools.
        assertThatThrownBy(() -> ImageChooser.choose(found, new ImageQuery(null, Tool.SPRING_BOOT, true)))
                .isInstanceOf(NoImageException.class)
                .hasMessageContainingAll(
                        "Only outputs of Spring Boot build-image were requested.",
                        "found, but not requested: h.io/a:1 (ko, ko.out)",
                        "and 37 more")
                .hasMessageNotContainingAny("web.iid", "digest-file", "m3/");
        assertThatThrownBy(() -> ImageChooser.choose(found, new ImageQuery(null, Tool.KANIKO, true)))
                .isInstanceOf(NoImageException.class)
                .hasMessageContaining(B + " (kaniko, digest-file): a digest without a repository");
        assertThatThrownBy(() -> ImageChooser.choose(found, new ImageQuery(null, Tool.BUILDX, true)))
                .isInstanceOf(NoImageException.class)
                .hasMessageContaining("docker buildx, web.iid: " + C + " can be an image ID");
    }

    @Test
    void reportsUnreadableOutputForAnyTool() {
        Findings found = Findings.NONE.plus(new RejectedOutput(null, "x.json", Messages._ImageDirectory_cannotOpen()));
        assertThatThrownBy(() -> ImageChooser.choose(found, new ImageQuery(null, Tool.DEPLOYED, true)))
                .isInstanceOf(NoImageException.class)
                .hasMessageContainingAll(
                        "No image found. Only earlier deploys of the build were requested.",
                        "x.json: cannot be opened.");
    }

    @Test
    void errorListsReadOutputsWhenNothingIsFound() {
        assertThatThrownBy(() -> ImageChooser.choose(Findings.NONE, ImageQuery.ANY))
                .isInstanceOf(NoImageException.class);
        assertThatThrownBy(() -> ImageChooser.choose(images(), ImageQuery.ANY))
                .isInstanceOf(NoImageException.class)
                .hasMessageEndingWith("x");
        for (String invalid : Arrays.asList("", "a b", "a@" + A)) {
            assertThatThrownBy(() -> ImageChooser.choose(images(), of(invalid))).isInstanceOf(NoImageException.class);
        }
    }
}
