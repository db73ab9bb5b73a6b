package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each claim of {@code docs/security.md} names a test that exists. */
class SecurityDocumentTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+I?Test)(?:\\.(\\w+))?`");

    private static final Map<String, Path> TESTS = tests();

    private static Map<String, Path> tests() {
        try (Stream<Path> files = Files.walk(ProjectRoot.path().resolve("src"))) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), file -> file, (a, b) -> a));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(ProjectRoot.path().resolve("docs/security.md"));
    }

    @Test
    void namedTestsExist() throws IOException {
        List<String> missing = TEST.matcher(String.join("\n", lines()))
                .results()
                .filter(match -> !exists(match.group(1), match.group(2)))
                .map(match -> match.group())
                .toList();
        assertThat(missing).isEmpty();
    }

    private static boolean exists(String name, String method) {
        try {
            return TESTS.containsKey(name)
                    && (method == null || Files.readString(TESTS.get(name)).contains("void " + method + "("));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The last column of a table with the heading {@code Test}; the administrator is trusted with everything. */
    @Test
    void eachClaimNamesATest() throws IOException {
        boolean inTable = false;
        for (String line : lines()) {
            if (line.startsWith("|") && line.endsWith(" Test |")) {
                inTable = true;
            } else if (!line.startsWith("|")) {
                inTable = false;
            } else if (inTable && !line.startsWith("|---") && !line.startsWith("| Administrator ")) {
                assertThat(TEST.matcher(line).find()).as(line).isTrue();
            }
        }
    }
}
