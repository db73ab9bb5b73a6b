package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Tests that the JSON Schema and the validation of the plugin accept the same workloads. */
class SchemaTest {

    private static final ObjectNode DOCUMENT = Schema.of(Workload.class);
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(DOCUMENT);

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../../../docs/examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void acceptsEveryExample(Path example) throws IOException {
        // The parser reads YAML 1.2, as the plugin does.
        Load yaml = new Load(LoadSettings.builder().build());
        for (Object document : yaml.loadAllFromString(Files.readString(example))) {
            assertThat(SCHEMA.validate(new ObjectMapper().<JsonNode>valueToTree(document)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: web",
                "{name: web, controller: {single: }, containers: [{name: a, image: b}], replicas: 1}",
                "{name: web, controller: {single: , deployment: }, containers: [{name: a, image: b}]}",
                "{name: web, controller: {deployment: {replicas: -1}}, containers: [{name: a, image: b}]}",
                "{name: web, controller: {single: }, containers: [{name: a, image: b, imagePullPolicy: always}]}",
            })
    void refusesWhatTheProductRefuses(String yaml) {
        assertThat(SCHEMA.validate(yaml, InputFormat.YAML)).isNotEmpty();
    }

    @Test
    void resolvesEveryReference() {
        assertThat(DOCUMENT.findValuesAsText("$ref"))
                .allSatisfy(reference -> assertThat(
                                DOCUMENT.at(reference.substring(1)).path("type").asText())
                        .isEqualTo("object"));
    }
}
