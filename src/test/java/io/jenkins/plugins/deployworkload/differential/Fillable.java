package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.BlankIsNothing;
import io.jenkins.plugins.deployworkload.workload.binding.Kind;
import io.jenkins.plugins.deployworkload.workload.binding.Property;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Shape;

/**
 * Of a workload what a form can say: a section that it always shows, and that is empty, is no section there; a blank text is
 * none; and an amount always has the unit of the box beside it.
 */
final class Fillable {

    private Fillable() {}

    static ObjectNode of(ObjectNode workload) {
        section(workload, Workload.class);
        return workload;
    }

    private static void section(ObjectNode tree, Class<? extends Section> type) {
        for (Property property : Shape.of(type).properties()) {
            JsonNode value = property.inline() ? tree : tree.path(property.name());
            walk(value, property.kind());
            if (property.kind() instanceof Kind.Nested nested
                    && nested.type().isAnnotationPresent(BlankIsNothing.class)
                    && value.isObject()
                    && value.isEmpty()) {
                tree.remove(property.name());
            }
            if (property.kind() instanceof Kind.Scalar
                    && value.isTextual()
                    && value.asText().isBlank()) {
                tree.remove(property.name());
            }
            if (property.kind() instanceof Kind.TextMap
                    && "0".equals(value.path("memory").asText())) {
                ((ObjectNode) value).put("memory", "0Mi");
            }
        }
    }

    private static void walk(JsonNode value, Kind kind) {
        switch (kind) {
            case Kind.Nested nested -> {
                if (value instanceof ObjectNode tree) {
                    section(tree, nested.type());
                }
            }
            case Kind.OneOf oneOf ->
                oneOf.alternatives().forEach((name, type) -> {
                    if (value.path(name) instanceof ObjectNode tree) {
                        section(tree, type);
                    }
                });
            case Kind.Many many -> value.forEach(element -> walk(element, many.element()));
            default -> {
                // No section.
            }
        }
    }
}
