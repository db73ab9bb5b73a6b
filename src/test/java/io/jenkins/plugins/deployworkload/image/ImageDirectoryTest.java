package io.jenkins.plugins.deployworkload.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void outputsAreFoundByTheirNames() throws Exception {
        write("web/target/jib-image.json", Fixtures.text("real/jib-push/jib-image.json"));
        write("web/target/jib-image.digest", Fixtures.text("real/jib-push/jib-image.digest"));
        write("node_modules/x/metadata.json", Fixtures.text("documented/metadata.json"));
        write("metadata.json", "{\"name\":\"of something else\"}");
        write("package-metadata.json", "not JSON");
        write("src/Main.java", "");
        Findings found = ImageDirectory.discover(directory);
        assertThat(found.looked())
                .containsExactly(
                        "metadata.json",
                        "package-metadata.json",
                        "web/target/jib-image.digest",
                        "web/target/jib-image.json");
        assertThat(found.unusable()).extracting(Unusable::where).containsExactly("package-metadata.json");
        assertThat(Images.choose(found, ImageWish.ANY).reference())
                .isEqualTo("localhost:5055/shop/web@"
                        + "sha256:ad32b469c77eb8236acc21e0eddd5d23e18956a9ac3bd95b02d1db68ce061949");
    }

    @Test
    void nothingOutsideIsRead(@TempDir Path outside) throws IOException {
        Path file = outside.resolve("jib-image.json");
        Files.writeString(file, Fixtures.text("real/jib-push/jib-image.json"));
        Files.createSymbolicLink(directory.resolve("jib-image.json"), file);
        Files.createSymbolicLink(directory.resolve("linked"), outside);
        assertThat(ImageDirectory.discover(directory)).isEqualTo(Findings.NONE);
    }

    @Test
    void aDirectoryThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> ImageDirectory.discover(directory.resolve("absent")))
                .isInstanceOf(IOException.class);
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
