package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;

/**
 * Of a workload what a form can say: a section that it always shows, and that is empty, is no section there; a blank text is
 * none; and an amount always has the unit of the box beside it.
 */
final class FormNormalizer {

    private FormNormalizer() {}

    static ObjectNode normalize(ObjectNode workload) {
        normalizeSection(workload, Workload.class);
        return workload;
    }

    private static void normalizeSection(ObjectNode tree, Class<? extends Section> type) {
        for (ParameterModel property : SectionModel.of(type).parameters()) {
            JsonNode value = property.unwrapped() ? tree : tree.path(property.name());
            normalizeValue(value, property.type());
            if (property.type() instanceof ParameterType.HomogeneousObjectType nested
                    && nested.type().isAnnotationPresent(OmitIfBlank.class)
                    && value.isObject()
                    && value.isEmpty()) {
                tree.remove(property.name());
            }
            if (property.type() instanceof ParameterType.ScalarType
                    && value.isTextual()
                    && value.asText().isBlank()) {
                tree.remove(property.name());
            }
            if (property.type() instanceof ParameterType.MapType
                    && "0".equals(value.path("memory").asText())) {
                ((ObjectNode) value).put("memory", "0Mi");
            }
        }
    }

    private static void normalizeValue(JsonNode value, ParameterType kind) {
        switch (kind) {
            case ParameterType.HomogeneousObjectType nested -> {
                if (value instanceof ObjectNode tree) {
                    normalizeSection(tree, nested.type());
                }
            }
            case ParameterType.HeterogeneousObjectType oneOf ->
                oneOf.alternatives().forEach((name, type) -> {
                    if (value.path(name) instanceof ObjectNode tree) {
                        normalizeSection(tree, type);
                    }
                });
            case ParameterType.ArrayType many -> value.forEach(element -> normalizeValue(element, many.elementType()));
            default -> {
                // No section.
            }
        }
    }
}
