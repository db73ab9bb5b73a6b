package io.jenkins.plugins.deployworkload.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StagesTest {

    @Test
    void everyFileIsLoaded() throws Exception {
        URI folder = Stages.class.getResource("stages").toURI();

        try (Stream<Path> files = Files.list(Path.of(folder))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stages.FILES);
        }
    }
}
