package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReferencePagesTest {

    private static final Path DOCS = Path.of("../../../docs");

    @Test
    void committedPagesMatchTheModel() throws Exception {
        Map<String, String> pages = new ReferencePages(Examples.read(DOCS.resolve("examples"))).pages();

        try (Stream<Path> files = Files.list(DOCS.resolve("reference"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("generate them: src/dev/runner/deploy-workload reference docs")
                    .containsExactlyInAnyOrderElementsOf(pages.keySet());
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(DOCS.resolve("reference").resolve(page.getKey()))
                    .as("generate it: src/dev/runner/deploy-workload reference docs")
                    .hasContent(page.getValue());
        }
    }

    @Test
    void showsShorthandAsString() throws Exception {
        Map<String, String> pages = new ReferencePages(Examples.read(DOCS.resolve("examples"))).pages();

        assertThat(pages.get("ImageReference.md"))
                .containsPattern("```yaml\nimage: registry\\S+\n```")
                .containsPattern("```groovy\nimage: 'registry\\S+'\n```")
                .doesNotContain("reference:");
        assertThat(pages.get("Container.md"))
                .contains("| string: [ImageReference](ImageReference.md)<br>`fromBuild`: ");
    }

    @Test
    void everyFieldHasAMeaning() throws Exception {
        new ReferencePages(Examples.read(DOCS.resolve("examples")))
                .pages()
                .forEach((file, page) -> page.lines()
                        .filter(line -> line.startsWith("| `") || line.startsWith("| the string itself"))
                        .forEach(line -> assertThat(line.split("(?<!\\\\)\\|")[5])
                                .as(file + ": " + line)
                                .isNotBlank()));
    }
}
