package io.jenkins.plugins.deployworkload.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages comply with Jenkins' Content-Security-Policy: no inline scripts, event handlers or styles. */
class ContentSecurityPolicyTest {

    static List<Path> pages() throws IOException {
        return files(".jelly", ".html");
    }

    static List<Path> scripts() throws IOException {
        return files(".js");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pagesContainNoInlineScriptHandlerOrStyle(Path page) throws IOException {
        assertThat(Files.readString(page))
                .doesNotContainPattern("(?i)<script|<style|javascript:")
                .doesNotContainPattern("(?i)\\s(on[a-z]+|style)\\s*=")
                // Jenkins evaluates a checkUrl without checkDependsOn as a script.
                .doesNotContainPattern("(?is)<[^<>]*\\scheckUrl\\s*=(?![^<>]*\\scheckDependsOn\\s*=)")
                .doesNotContainPattern("(?i)<st:bind|j:out ");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void scriptsNeitherEvaluateNorInjectMarkup(Path script) throws IOException {
        assertThat(Files.readString(script))
                .doesNotContainPattern(
                        "\\beval\\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\\.write");
    }

    private static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> all = Files.walk(ProjectRoot.path().resolve("src/main/resources"))) {
            return all.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        }
    }
}
