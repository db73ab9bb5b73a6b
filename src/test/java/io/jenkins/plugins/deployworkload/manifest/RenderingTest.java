package io.jenkins.plugins.deployworkload.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.workload.ImageReference;
import io.jenkins.plugins.deployworkload.workload.ImageSource;
import io.jenkins.plugins.deployworkload.workload.RuleTable;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.Kind;
import io.jenkins.plugins.deployworkload.workload.binding.Property;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Shape;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each property lands at its path, alone; see {@code rendering.txt}. */
class RenderingTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A row of the table; {@code expected} is empty where nothing may be sent. */
    record Row(String property, String laid, String pointer, String expected) {}

    static List<Row> rows() {
        return RuleTable.rows("rendering.txt").stream()
                .map(row -> new Row(row[0], row[1], row[2], row.length > 3 ? row[3] : ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void landsAtItsPath(Row row) throws Exception {
        JsonNode objects = render(row.laid());

        JsonNode found = objects.at(pointer(row.pointer(), objects));
        assertThat(found).isEqualTo(row.expected().isEmpty() ? MAPPER.missingNode() : MAPPER.readTree(row.expected()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theSameIsRenderedEachTime(Row row) throws Exception {
        assertThat(render(row.laid()).toString()).isEqualTo(render(row.laid()).toString());
    }

    @Test
    void everyPropertyHasItsRow() {
        Set<String> properties = new TreeSet<>();
        collect(Workload.class, properties, new TreeSet<>());

        assertThat(rows().stream().map(Row::property).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(properties);
    }

    private static String pointer(String written, JsonNode objects) {
        int controller = "Service".equals(objects.at("/0/kind").asText()) ? 1 : 0;
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

    private static JsonNode render(String laid) throws Exception {
        ObjectNode tree =
                RuleTable.tree("{name: web, controller: {deployment: {}}, containers: [{name: app, image: nginx}]}");
        RuleTable.lay(tree, RuleTable.tree(laid));
        return MAPPER.readTree(Serialization.asJson(Manifest.of(Binder.bind(tree, Workload.class), "shop")));
    }

    private static void collect(Class<? extends Section> type, Set<String> properties, Set<String> seen) {
        // Where images come from is looked up before anything is rendered.
        boolean found = ImageSource.class.isAssignableFrom(type) && type != ImageReference.class;
        if (!found && seen.add(type.getName())) {
            for (Property property : Shape.of(type).properties()) {
                properties.add(property.field().getDeclaringClass().getSimpleName() + "." + property.name());
                collect(property.kind(), properties, seen);
            }
        }
    }

    private static void collect(Kind kind, Set<String> properties, Set<String> seen) {
        switch (kind) {
            case Kind.Nested nested -> collect(nested.type(), properties, seen);
            case Kind.Many many -> collect(many.element(), properties, seen);
            case Kind.OneOf oneOf -> oneOf.alternatives().values().forEach(type -> collect(type, properties, seen));
            case Kind.Scalar ignored -> {}
            case Kind.TextMap ignored -> {}
        }
    }
}
