package io.jenkins.plugins.deployworkload.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import io.jenkins.plugins.deployworkload.workload.image.ImageSource;
import io.jenkins.plugins.deployworkload.workload.rules.RuleTable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Renders a workload for each property, and compares the path and the value of the property in the rendered object with
 * {@code rendering.txt}.
 */
class PropertyRenderingTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Set<String> READ_BEFORE = Set.of(
            "Patch.file",
            "ObjectSettings.objectFiles",
            "ConfigMap.files",
            "Secret.data",
            "Secret.credentialsId",
            "Secret.registry",
            "SecretEntry.key",
            "SecretEntry.credentialsId",
            "SecretEntry.field");

    /** A row of the table; {@code expected} is empty if the object must not contain the property. */
    record Row(String property, String overlay, String pointer, String expected) {}

    static List<Row> rows() {
        return RuleTable.rows("rendering.txt").stream()
                .map(row -> new Row(row[0], row[1], row[2], row.length > 3 ? row[3] : ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rendersPropertyAtItsPath(Row row) throws Exception {
        JsonNode objects = render(row.overlay());

        JsonNode found = objects.at(pointer(row.pointer(), objects));
        assertThat(found).isEqualTo(row.expected().isEmpty() ? MAPPER.missingNode() : MAPPER.readTree(row.expected()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rendersDeterministically(Row row) throws Exception {
        assertThat(render(row.overlay()).toString())
                .isEqualTo(render(row.overlay()).toString());
    }

    @Test
    void tableCoversEveryProperty() {
        Set<String> properties = new TreeSet<>();
        collect(Workload.class, properties, new TreeSet<>());

        assertThat(rows().stream().map(Row::property).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(properties);
    }

    private static String pointer(String written, JsonNode objects) {
        int controller = 0;
        while ("Service".equals(objects.at("/" + controller + "/kind").asText())) {
            controller++;
        }
        String pod = "CronJob".equals(objects.at("/" + controller + "/kind").asText())
                ? "/spec/jobTemplate/spec/template"
                : "/spec/template";
        return written.replace("@S", "/0")
                .replace("@A", "/" + (controller + 1))
                .replace("@C", "@P/containers/0")
                .replace("@P", "@T/spec")
                .replace("@T", "@" + pod)
                .replace("@", "/" + controller);
    }

    private static JsonNode render(String overlay) throws Exception {
        ObjectNode tree =
                RuleTable.tree("{name: web, controller: {deployment: {}}, containers: [{name: app, image: nginx}]}");
        RuleTable.applyOverlay(tree, RuleTable.tree(overlay));
        return MAPPER.readTree(
                Serialization.asJson(WorkloadRenderer.render(Binder.bind(tree, Workload.class), "shop")));
    }

    private static void collect(Class<? extends Section> type, Set<String> properties, Set<String> visited) {
        // Image sources are resolved before rendering.
        boolean found = ImageSource.class.isAssignableFrom(type) && type != ImageReference.class;
        if (!found && visited.add(type.getName())) {
            for (ParameterModel property : SectionModel.of(type).parameters()) {
                String name = property.field().getDeclaringClass().getSimpleName() + "." + property.name();
                // Files and credentials are read before rendering.
                if (!READ_BEFORE.contains(name)) {
                    properties.add(name);
                }
                collect(property.type(), properties, visited);
            }
        }
    }

    private static void collect(ParameterType kind, Set<String> properties, Set<String> visited) {
        switch (kind) {
            case ParameterType.HomogeneousObjectType nested -> collect(nested.type(), properties, visited);
            case ParameterType.ArrayType array -> collect(array.elementType(), properties, visited);
            case ParameterType.HeterogeneousObjectType oneOf ->
                oneOf.alternatives().values().forEach(type -> collect(type, properties, visited));
            case ParameterType.ScalarType ignored -> {}
            case ParameterType.MapType ignored -> {}
            case ParameterType.YamlType ignored -> {}
        }
    }
}
