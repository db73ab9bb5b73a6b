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
 * Changes a workload to the description that Jenkins would get from its form. The form omits blank texts, and blank
 * sections with the annotation {@link OmitIfBlank}. The form splits a quantity into a number and a unit from a list of
 * units.
 */
final class FormNormalizer {

    private FormNormalizer() {}

    static ObjectNode normalize(ObjectNode workload) {
        normalizeSection(workload, Workload.class);
        return workload;
    }

    private static void normalizeSection(ObjectNode tree, Class<? extends Section> type) {
        for (ParameterModel parameter : SectionModel.of(type).parameters()) {
            JsonNode value = parameter.unwrapped() ? tree : tree.path(parameter.name());
            normalizeValue(value, parameter.type());
            if (parameter.type() instanceof ParameterType.HomogeneousObjectType nested
                    && nested.type().isAnnotationPresent(OmitIfBlank.class)
                    && value.isObject()
                    && value.isEmpty()) {
                tree.remove(parameter.name());
            }
            if (parameter.type() instanceof ParameterType.ScalarType
                    && value.isTextual()
                    && value.asText().isBlank()) {
                tree.remove(parameter.name());
            }
            boolean isList = parameter.type() instanceof ParameterType.ArrayType;
            boolean isMap = parameter.type() instanceof ParameterType.MapType;
            if ((isList || isMap) && value.isContainerNode() && value.isEmpty()) {
                tree.remove(parameter.name());
            }
            if (parameter.type() instanceof ParameterType.MapType
                    && "0".equals(value.path("memory").asText())) {
                ((ObjectNode) value).put("memory", "0Mi");
            }
        }
    }

    private static void normalizeValue(JsonNode value, ParameterType type) {
        switch (type) {
            case ParameterType.HomogeneousObjectType nested -> {
                if (value instanceof ObjectNode tree) {
                    normalizeSection(tree, nested.type());
                }
            }
            case ParameterType.HeterogeneousObjectType oneOf ->
                oneOf.alternatives().forEach((name, alternative) -> {
                    if (value.path(name) instanceof ObjectNode tree) {
                        normalizeSection(tree, alternative);
                    }
                });
            case ParameterType.ArrayType array ->
                value.forEach(element -> normalizeValue(element, array.elementType()));
            default -> {
                // A scalar or a map contains no section to normalize.
            }
        }
    }
}
