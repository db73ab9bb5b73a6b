package io.jenkins.plugins.deployworkload.workload.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {

    private static final Variables VARIABLES = Variables.of(Map.of(
            "N",
            "3",
            "ON",
            "true",
            "TAG",
            "1.2.3",
            "EMPTY",
            "",
            "NULL",
            "null",
            "EVIL",
            "x\ny: [${N}]",
            "OCTAL",
            "0644"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "v: ${N}                 | {\"v\":3}",
                "v: \"${N}\"             | {\"v\":\"3\"}",
                "v: '${ON}'              | {\"v\":\"true\"}",
                "v: ${ON}                | {\"v\":true}",
                "v: ${TAG}               | {\"v\":\"1.2.3\"}",
                "v: ${N}${N}             | {\"v\":\"33\"}",
                "v: app:${TAG}-${N}      | {\"v\":\"app:1.2.3-3\"}",
                "v: ${EMPTY}             | {\"v\":\"\"}",
                "v: ${NULL}              | {\"v\":\"null\"}",
                "v: ${OCTAL}             | {\"v\":420}",
                "v: ${EVIL}              | {\"v\":\"x\\ny: [${N}]\"}",
                "v: $${N}                | {\"v\":\"${N}\"}",
                "v: $$$${N}              | {\"v\":\"$$${N}\"}",
                "v: a $$ b $(X) $$(Y) $Z | {\"v\":\"a $$ b $(X) $$(Y) $Z\"}",
                "${N}: a                 | {\"${N}\":\"a\"}",
                "[a, \"${N}\"]           | [\"a\",\"3\"]",
            })
    void replacesVariablesInValues(String yaml, String expected) throws Exception {
        assertThat(YamlReader.documents(yaml, "f.yaml", VARIABLES).getFirst().typedTree())
                .hasToString(expected);
    }

    @Test
    void reportsEachUndefinedVariableWithItsLocation() {
        String yaml = """
                a: ${N}
                list:
                  - ${MISSING}
                  - {x: "${N} ${OTHER}"}
                script: |
                  echo ${HOME:-/root}
                """;

        assertThatThrownBy(() -> YamlReader.documents(yaml, "f.yaml", Variables.of(Map.of("N", "3"))))
                .hasMessage("""
                        f.yaml:3:5: list[0]: undefined variable "MISSING"; defined variables: N. Define it in the step, or write $$ in place of $ for the literal text
                        f.yaml:4:6: list[1].x: undefined variable "OTHER"; defined variables: N. Define it in the step, or write $$ in place of $ for the literal text
                        f.yaml:5:1: script: "${HOME:-/root}" is not a variable: a name has letters, digits and _. Write $$ in place of $ for the literal text""");
    }

    @Test
    void textOutsideFilesKeepsItsDollarSigns() throws Exception {
        assertThat(YamlReader.documents("v: ${N} $${N}", "", Variables.LITERAL)
                        .getFirst()
                        .typedTree())
                .hasToString("{\"v\":\"${N} $${N}\"}");
    }

    /** An alias repeats a scalar, and a scalar can name a variable many times. */
    @Test
    void repeatedValuesCannotExceedTheLimitOfAText() {
        Variables variables = Variables.of(Map.of("LONG", "x".repeat(1 << 19)));

        assertThatThrownBy(() -> YamlReader.documents("[\"${LONG}\", \"${LONG}\", \"${LONG}\"]", "f.yaml", variables))
                .hasMessage("f.yaml:1:24: is larger than 1048576 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "0644, 420",
        "0o17, 15",
        "0x1F, 31",
        "0b11, 3",
        "-12, -12",
        "1_000, 1000",
        "1e3, 1E+3",
        ".5, 0.5",
        "yes, true",
        "Off, false",
        "1.2.3, '\"1.2.3\"'",
        "2024-01-01, '\"2024-01-01\"'",
        "08, 8",
        "+3, 3",
        "12345678901234567890, 12345678901234567890",
        "0xZZ, '\"0xZZ\"'",
        ".inf, '\".inf\"'",
        "_1, '\"_1\"'"
    })
    void unquotedScalarsHaveTheTypesOfKubectl(String scalar, String json) {
        assertThat(PlainScalar.typed(new PlainScalar(scalar))).hasToString(json);
    }
}
