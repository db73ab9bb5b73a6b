package io.jenkins.plugins.deployworkload.image.search;

import static io.jenkins.plugins.deployworkload.image.Fixtures.A;
import static io.jenkins.plugins.deployworkload.image.Fixtures.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.image.Fixtures;
import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.model.AmbiguousImageException;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.NoImageException;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests digests from outputs that do not name the repository or the tag. */
class DigestsWithoutRepositoryTest {

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
    void digestWithoutRepositoryNeedsRequestedRepository() throws Exception {
        Findings digest = Fixtures.file("documented/kaniko-digest");
        assertThatThrownBy(() -> ImageChooser.choose(digest, ImageQuery.ANY))
                .isInstanceOf(NoImageException.class)
                .hasMessageContaining("documented/kaniko-digest");
        assertThat(ImageChooser.choose(digest, of("h.io/x")).reference()).isEqualTo("h.io/x@" + A);
        // The digest is not used, because it may belong to the other image that the outputs name.
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
        for (ImageQuery query : List.of(ImageQuery.ANY, of("localhost:5055/shop/web"))) {
            assertThatThrownBy(() -> ImageChooser.choose(found, query))
                    .isInstanceOf(NoImageException.class)
                    .hasMessageContainingAll("jib-image.json", "jib-image.digest", "localhost:5055/shop/web");
        }
    }

    @Test
    void assignsDigestToOneRepository() throws Exception {
        Findings digest = Fixtures.file("documented/kaniko-digest");
        DigestAssignments digests = new DigestAssignments();
        digests.add(ImageChooser.choose(digest, of("h/app")));
        digests.add(ImageChooser.choose(digest, of("h/app")));
        ChosenImage side = ImageChooser.choose(digest, of("h/side"));
        assertThatThrownBy(() -> digests.add(side))
                .isInstanceOf(AmbiguousImageException.class)
                .hasMessageContainingAll("h/app", "h/side", A, "kaniko, documented/kaniko-digest");
        // If the outputs name the repository of each image, two repositories may have the same digest.
        digests.add(ImageChooser.choose(images(image("h/side@" + A, Tool.KO)), of("h/side")));
    }

    @Test
    void specifiedToolDeterminesDigest() throws Exception {
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
}
