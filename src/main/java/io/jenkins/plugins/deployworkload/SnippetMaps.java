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

/**
 * Restores empty maps that are written as empty lists, as snippets of earlier versions do: {@code controller: [single:
 * []]}.
 */
final class SnippetMaps {

    private SnippetMaps() {}

    /** Replaces an empty list by an empty map if the section class declares a map or a section at that place. */
    static JsonNode restoreEmptyMaps(JsonNode tree, Class<? extends Section> type) {
        return restore(tree, ParameterType.of(type));
    }

    private static JsonNode restore(JsonNode node, ParameterType type) {
        return switch (type) {
            case ParameterType.ScalarType ignored -> node;
            case ParameterType.YamlType ignored -> node;
            case ParameterType.MapType ignored -> map(node);
            case ParameterType.HomogeneousObjectType object -> section(map(node), object.type());
            case ParameterType.HeterogeneousObjectType object -> alternatives(node, object.alternatives());
            case ParameterType.ArrayType array -> list(node, array.elementType());
        };
    }

    private static JsonNode map(JsonNode node) {
        return node.isArray() && node.isEmpty() ? JsonNodeFactory.instance.objectNode() : node;
    }

    private static JsonNode section(JsonNode node, Class<? extends Section> type) {
        SectionModel model = SectionModel.of(type);
        if (node instanceof ObjectNode object) {
            model.unwrapped()
                    .map(ParameterModel::type)
                    .ifPresent(unwrapped ->
                            alternatives(object, ((ParameterType.HeterogeneousObjectType) unwrapped).alternatives()));
            object.properties().forEach(entry -> {
                model.parameter(entry.getKey())
                        .filter(parameter -> !parameter.unwrapped())
                        .ifPresent(parameter -> entry.setValue(restore(entry.getValue(), parameter.type())));
                model.parameterOfEarlierSingle(entry.getKey())
                        .ifPresent(list -> entry.setValue(
                                restore(entry.getValue(), ((ParameterType.ArrayType) list.type()).elementType())));
            });
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
