package io.jenkins.plugins.deployworkload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import java.util.Map;

/** Pipeline's snippet generator writes an empty map as an empty list: {@code controller: [single: []]}. */
final class SnippetMaps {

    private SnippetMaps() {}

    /** The tree with an empty map in the place of each empty list where a map belongs. */
    static JsonNode restoreEmptyMaps(JsonNode tree, Class<? extends Section> type) {
        return restore(tree, ParameterType.of(type));
    }

    private static JsonNode restore(JsonNode node, ParameterType kind) {
        return switch (kind) {
            case ParameterType.ScalarType ignored -> node;
            case ParameterType.MapType ignored -> map(node);
            case ParameterType.HomogeneousObjectType nested -> section(map(node), nested.type());
            case ParameterType.HeterogeneousObjectType oneOf -> alternatives(node, oneOf.alternatives());
            case ParameterType.ArrayType many -> list(node, many.elementType());
        };
    }

    private static JsonNode map(JsonNode node) {
        return node.isArray() && node.isEmpty() ? JsonNodeFactory.instance.objectNode() : node;
    }

    private static JsonNode section(JsonNode node, Class<? extends Section> type) {
        SectionModel shape = SectionModel.of(type);
        if (node instanceof ObjectNode object) {
            shape.unwrapped()
                    .map(ParameterModel::type)
                    .ifPresent(kind ->
                            alternatives(object, ((ParameterType.HeterogeneousObjectType) kind).alternatives()));
            object.properties()
                    .forEach(entry -> shape.parameter(entry.getKey())
                            .filter(property -> !property.unwrapped())
                            .ifPresent(property -> entry.setValue(restore(entry.getValue(), property.type()))));
        }
        return node;
    }

    private static JsonNode alternatives(JsonNode node, Map<String, Class<? extends Section>> alternatives) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                Class<? extends Section> type = alternatives.get(entry.getKey());
                if (type != null) {
                    entry.setValue(section(map(entry.getValue()), type));
                }
            });
        }
        return node;
    }

    private static JsonNode list(JsonNode node, ParameterType element) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, restore(array.get(i), element));
            }
        }
        return node;
    }
}
