package io.jenkins.plugins.deployworkload.workload.binding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlWriterTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "a b",
                " a",
                "a ",
                "-",
                "- a",
                "-a",
                "a:",
                "a: b",
                "a:b",
                ":",
                "#",
                "a #b",
                "a#b",
                "~",
                "null",
                "yes",
                "off",
                "y",
                "true",
                "0644",
                "8080",
                "1.10",
                "1e3",
                "0x1f",
                "1_000",
                ".5",
                "+1",
                "--",
                "---",
                "...",
                "?",
                "? a",
                "!tag",
                "&a",
                "*",
                "* * * * *",
                "*/5 * * * *",
                "%a",
                "@a",
                "`a",
                "=",
                "<<",
                "a,b",
                "[a]",
                "{a}",
                "{{ a }}",
                "'a'",
                "\"a\"",
                "a\\b",
                "a\tb",
                "\t",
                "a\nb",
                "a\nb\n",
                "a\n\n\nb",
                "a\n\n",
                "\na",
                " a\nb",
                "a \nb",
                "a\n  b\n c",
                "a\n- b: c #d\n",
                "a\r\nb",
                "${A}",
                "$${A}",
                "$$${A}",
                "${",
                "a${A}\nb${B}\n",
                "$(A)",
                "\u0000",
                "\u001b[31m",
                "\u0085",
                "\u00a0",
                "\u2028",
                "\ufeff",
                "\uffff",
                "한국어",
                "🙂",
                "a: |\n  b",
                "2026-11-28",
                "12:30:45"
            })
    void textsComeBack(String text) throws Exception {
        ObjectNode tree = NODES.objectNode();
        tree.put("value", text);
        tree.putArray("list").add(text).addObject().put("a", text).put("b", text);
        if (!text.isEmpty()) {
            tree.putObject("keys").put(text, text);
        }

        assertThat(read(YamlWriter.write(tree))).isEqualTo(tree);
    }

    @Test
    void structuresComeBack() throws Exception {
        JsonNode tree = new ObjectMapper()
                .readTree(
                        "{\"a\": [[1, [2]], {}, [], {\"b\": {}}, null, true, 1.5, -3], \"c\": {\"d\": {\"e\": [{\"f\": [1]}]}}}");

        assertThat(read(YamlWriter.write(tree)).toString()).isEqualTo(tree.toString());
    }

    @Test
    void randomTextsComeBack() throws Exception {
        String alphabet = "ab01 \n\t:-#'\"\\${}[],&*!|>%@~.ü\u2028";
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(9), 0, alphabet.length()).forEach(at -> text.append(alphabet.charAt(at)));
            ObjectNode tree = NODES.objectNode().put("value", text.toString());

            String yaml = YamlWriter.write(tree);

            assertThat(read(yaml)).as(yaml).isEqualTo(tree);
        }
    }

    private static JsonNode read(String yaml) throws InvalidDescriptionException {
        List<YamlDocument> documents = YamlReader.documents(yaml, "", Variables.of(Map.of()));
        assertThat(documents).hasSize(1);
        return documents.getFirst().typedTree();
    }
}
