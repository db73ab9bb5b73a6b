package io.jenkins.plugins.deployworkload.rollout.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that values are masked, even if the name of an environment variable is long or contains special characters. */
class FieldDiffTest {

    private static ObjectNode variable(String name, String property, String value) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.withArray("env").addObject().put("name", name).put(property, value);
        return object;
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "a]", "].value", ".env[", "env[x].value", "data"})
    void masksValuesOfEnvironmentVariables(String name) {
        assertThat(FieldDiff.of(variable(name, "value", "old"), variable(name, "value", "new")))
                .singleElement()
                .satisfies(change ->
                        assertThat(change.toString()).doesNotContain("old").doesNotContain("new"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", ".env[x].value", "data"})
    void showsOtherFieldsOfEnvironmentVariables(String name) {
        assertThat(FieldDiff.of(variable(name, "from", "old"), variable(name, "from", "new")))
                .singleElement()
                .satisfies(
                        change -> assertThat(change.toString()).contains("old").contains("new"));
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void comparesVeryLongNames() {
        String name = ".env[]".repeat(500_000);

        assertThat(FieldDiff.of(variable(name, "from", "old"), variable(name, "from", "new")))
                .hasSize(1);
    }
}
