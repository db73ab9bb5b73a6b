package io.jenkins.plugins.deployworkload.rollout.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
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
    void masksHeadersAndQueriesOfProbes() {
        ObjectNode before = JsonNodeFactory.instance.objectNode();
        ObjectNode request = before.putObject("livenessProbe").putObject("httpGet");
        request.put("path", "/health?token=old-canary");
        request.withArray("httpHeaders")
                .addObject()
                .put("name", "Authorization")
                .put("value", "Bearer old-canary");
        ObjectNode after = before.deepCopy();
        ObjectNode changed = (ObjectNode) after.at("/livenessProbe/httpGet");
        changed.put("path", "/health?token=new-canary");
        ((ObjectNode) changed.at("/httpHeaders/0")).put("value", "Bearer new-canary");

        assertThat(FieldDiff.of(before, after))
                .extracting(change -> change.line())
                .containsExactlyInAnyOrder(
                        "~ livenessProbe.httpGet.path: /health?*** -> /health?***",
                        "~ livenessProbe.httpGet.httpHeaders[Authorization].value: *** -> ***");
    }

    @Test
    void masksTheValuesOfASecretThatWouldBeGone() {
        ObjectNode secret = JsonNodeFactory.instance.objectNode().put("kind", "Secret");
        secret.putObject("data").put("password", "canary");

        assertThat(FieldDiff.of(secret, MissingNode.getInstance()))
                .extracting(change -> change.line())
                .containsExactly("- kind: Secret", "- data.password: ***");
    }

    /** Kinds without a schema may have any value there. */
    @Test
    void masksEverythingInAValueThatMayBeSecret() {
        ObjectNode before = variable("A", "name", "A");
        ObjectNode after = before.deepCopy();
        ((ObjectNode) after.at("/env/0")).putObject("value").put("plain", "canary");

        assertThat(FieldDiff.of(before, after))
                .extracting(change -> change.line())
                .containsExactly("+ env[A].value.plain: ***");
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void comparesVeryLongNames() {
        String name = ".env[]".repeat(500_000);

        assertThat(FieldDiff.of(variable(name, "from", "old"), variable(name, "from", "new")))
                .hasSize(1);
    }
}
