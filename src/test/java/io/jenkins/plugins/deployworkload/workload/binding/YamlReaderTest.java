package io.jenkins.plugins.deployworkload.workload.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.workload.Workload;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid YAML is refused with its location, and malicious YAML is refused in the same way, without side effects. */
class YamlReaderTest {

    static Stream<Arguments> refusesInvalidYaml() {
        return Stream.of(
                Arguments.of("name: [web", "w.yaml:1:11: invalid YAML"),
                Arguments.of("name: web\n\tgroup: a", "w.yaml:2:1: invalid YAML"),
                Arguments.of("", "w.yaml: contains no workload"),
                Arguments.of("---\n# nothing\n---\n", "w.yaml: contains no workload"),
                Arguments.of("just a text", "w.yaml:1:1: must be a map, but is \"just a text\""),
                Arguments.of("name: web\nname: shop", "w.yaml:2:1: duplicate key \"name\""),
                Arguments.of("name: !!javax.script.ScriptEngineManager []", "w.yaml:1:7: tag"),
                Arguments.of("[a]: b", "w.yaml:1:1: a key must be a string"),
                Arguments.of("a: !!merge <<", "w.yaml:1:4: tag"),
                Arguments.of("<<: web", "w.yaml:1:1: the value of the merge key \"<<\" must be a map"),
                Arguments.of("<<: [{}, web]", "w.yaml:1:1: the value of the merge key \"<<\" must be a map"),
                Arguments.of("<<: {}\n<<: {}", "w.yaml:2:1: duplicate key \"<<\""),
                Arguments.of("a: {b: |-\n     \n  c\n}", "invalid YAML"),
                Arguments.of("name: *nobody", "w.yaml:1:7: invalid YAML: *nobody"),
                Arguments.of("[".repeat(100_000), "is nested deeper than 64 levels"),
                Arguments.of("a: &a [*a]", "w.yaml:1:8: invalid YAML"),
                Arguments.of("a: [" + "x,".repeat(60_000) + "]", "contains more than 50000 values"),
                Arguments.of(
                        "labels:\n  ? " + "k".repeat(1100) + "\n  : [x]", "have more than 1024 characters together"),
                Arguments.of(" ".repeat(YamlReader.MAX_CHARACTERS + 1), "w.yaml: is larger than 1048576 characters"));
    }

    @ParameterizedTest
    @MethodSource
    void refusesInvalidYaml(String yaml, String message) {
        assertThatThrownBy(() -> YamlReader.read(yaml, "w.yaml", Workload.class))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsSurrogatePairAtAnyOffset() throws Exception {
        for (int before = 950; before < 1050; before++) {
            String description = "a".repeat(before) + "😀";
            String yaml = "description: " + description
                    + "\nname: web\ncontroller: {single: {}}\ncontainers: [{name: app, image: nginx}]";

            assertThat(YamlReader.read(yaml, "w.yaml", Workload.class).get(0).getDescription())
                    .isEqualTo(description);
        }
    }

    private static String json(String yaml) throws Exception {
        return YamlReader.documents(yaml, "w.yaml", Variables.LITERAL).stream()
                .map(document -> document.typedTree().toString())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: &a {x: 1, y: 2}, b: {<<: *a, y: 3}             | {y: 3, x: 1}",
                "a: &a {x: 1, y: 2}, b: {y: 3, !!merge <<: *a}     | {y: 3, x: 1}",
                "a: &a {x: 1}, c: &c {x: 2, z: 2}, b: {<<: [*a, *c]} | {x: 1, z: 2}",
                "a: &a {x: 1}, c: &c {<<: *a}, b: {<<: *c}         | {x: 1}",
                "a: &a {x: 1}, b: {'<<': 1}                        | {'<<': 1}",
            })
    void mergesMaps(String yaml, String expected) throws Exception {
        assertThat(YamlReader.documents("{" + yaml + "}", "w.yaml", Variables.LITERAL)
                        .getFirst()
                        .typedTree()
                        .get("b")
                        .toString())
                .isEqualTo(json(expected));
    }

    /** The parser refuses these texts, which YAML allows. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:\n  a: |-\n---\nb: c\n",
                "data:\n  a: |-\nb: c\n",
                "data:\n  a: |\n\n# nothing\n---\nb: c\n",
                "data:\r\n  a: > # nothing\r\n\r\nb: c\r\n",
                "data:\n  a: |2-\nb: c",
            })
    void emptyBlockScalarIsAnEmptyText(String yaml) throws Exception {
        assertThat(json(yaml)).isIn("{\"data\":{\"a\":\"\"}} {\"b\":\"c\"}", "{\"data\":{\"a\":\"\"},\"b\":\"c\"}");
        assertThat(json("😀: |\n  text\n" + yaml.replaceAll("\n---\n", "\n") + "\n"))
                .endsWith("\"data\":{\"a\":\"\"},\"b\":\"c\"}");
        assertThat(json("data:\n  a: |-")).isEqualTo("{\"data\":{\"a\":\"\"}}");
    }

    /**
     * This small file causes a thousand messages, which would exhaust the memory if each message repeated the long
     * text.
     */
    @Test
    void truncatesLongTextInProblems() {
        String yaml = "containers: [{name: a, env: [{name: &long " + "k".repeat(100_000) + "}"
                + ", {name: *long}".repeat(1000) + "]}]";

        assertThatThrownBy(() -> YamlReader.read(yaml, "w.yaml", Workload.class))
                .isInstanceOfSatisfying(
                        InvalidDescriptionException.class,
                        e -> assertThat(e.problems())
                                .hasSizeGreaterThan(1000)
                                .allMatch(problem -> problem.message().length() < 5000));
    }

    @Test
    void countsEachUseOfAnAlias() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append((alias + ",").repeat(9)).append(alias).append("]\n");
        }

        assertThatThrownBy(() -> YamlReader.read(bomb.toString(), "bomb.yaml", Workload.class))
                .hasMessageContaining("contains more than 50000 values");
    }
}
