package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.Map;

/**
 * Takes from a tree of the Kubernetes API what the model has too. The model has the API's names and shapes; {@link
 * ShapeAdapters} knows the exceptions. The result can be invalid: {@link DraftRepair} removes what the model refuses.
 */
final class TreeProjection {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TreeProjection() {}

    /** The fields of a section. */
    static ObjectNode section(Class<? extends Section> type, JsonNode tree) {
        ObjectNode section = NODES.objectNode();
        JsonNode map = ShapeAdapters.adapt(type, tree);
        for (ParameterModel parameter : SectionModel.of(type).parameters()) {
            JsonNode source = parameter.unwrapped() ? map : map.path(parameter.name());
            JsonNode value = source.isMissingNode() || source.isNull() ? null : value(parameter, source);
            if (value == null) {
                continue;
            }
            if (parameter.unwrapped()) {
                section.setAll((ObjectNode) value);
            } else {
                section.set(parameter.name(), value);
            }
        }
        return section;
    }

    private static JsonNode value(ParameterModel parameter, JsonNode node) {
        boolean isMode =
                parameter.text().filter(text -> text.value() == TextRule.MODE).isPresent();
        return isMode && node.canConvertToInt()
                ? NODES.textNode("0" + Integer.toOctalString(node.intValue()))
                : value(parameter.type(), node);
    }

    /** Null if the value has another structure than the type. */
    private static JsonNode value(ParameterType type, JsonNode node) {
        return switch (type) {
            case ParameterType.ScalarType ignored -> node.isValueNode() ? node : null;
            case ParameterType.MapType ignored -> map(node);
            case ParameterType.ArrayType array -> list(array, node);
            case ParameterType.HomogeneousObjectType nested -> node.isObject() ? section(nested.type(), node) : null;
            case ParameterType.HeterogeneousObjectType oneOf -> alternative(oneOf, node);
            case ParameterType.YamlType ignored -> null;
        };
    }

    private static JsonNode map(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        ObjectNode map = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                map.put(entry.getKey(), entry.getValue().asText());
            }
        }
        return map;
    }

    private static JsonNode list(ParameterType.ArrayType type, JsonNode node) {
        if (!node.isArray()) {
            return null;
        }
        ArrayNode list = NODES.arrayNode();
        for (JsonNode element : node) {
            JsonNode value = value(type.elementType(), element);
            if (value != null) {
                list.add(value);
            }
        }
        return list.isEmpty() ? null : list;
    }

    private static JsonNode alternative(ParameterType.HeterogeneousObjectType oneOf, JsonNode node) {
        if (node.isValueNode()) {
            return oneOf.shorthand().isPresent() ? node : null;
        }
        JsonNode map = ShapeAdapters.adapt(oneOf.base(), node);
        for (Map.Entry<String, Class<? extends Section>> entry :
                oneOf.alternatives().entrySet()) {
            if (map.path(entry.getKey()).isObject()) {
                ObjectNode alternative = NODES.objectNode();
                alternative.set(entry.getKey(), section(entry.getValue(), map.path(entry.getKey())));
                return alternative;
            }
        }
        return null;
    }
}
