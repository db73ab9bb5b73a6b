package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Converts sections to JSON trees, and omits properties that are not set. Binding the tree creates an equal section.
 */
public final class TreeWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final UnaryOperator<String> expansion;

    private TreeWriter(UnaryOperator<String> expansion) {
        this.expansion = expansion;
    }

    public static ObjectNode toTree(Section section) {
        return toExpandedTree(section, UnaryOperator.identity());
    }

    /** Converts a section, and passes each {@link Expandable} text through {@code expansion}. */
    public static ObjectNode toExpandedTree(Section section, UnaryOperator<String> expansion) {
        return new TreeWriter(expansion).section(section);
    }

    private ObjectNode section(Section section) {
        ObjectNode tree = NODES.objectNode();
        for (ParameterModel parameter : SectionModel.of(section.getClass()).parameters()) {
            Object value = parameter.get(section);
            if (value == null
                    || value instanceof List<?> list && list.isEmpty()
                    || Map.of().equals(value)) {
                continue;
            }
            JsonNode node = node(parameter.type(), value);
            if (parameter.field().isAnnotationPresent(Expandable.class)) {
                node = expanded(node);
            }
            if (parameter.unwrapped()) {
                tree.setAll((ObjectNode) node);
            } else {
                tree.set(parameter.name(), node);
            }
        }
        return tree;
    }

    private JsonNode expanded(JsonNode node) {
        if (node instanceof ObjectNode map) {
            map.properties().forEach(entry -> entry.setValue(expanded(entry.getValue())));
            return map;
        }
        return NODES.textNode(expansion.apply(node.textValue()));
    }

    private JsonNode node(ParameterType type, Object value) {
        return switch (type) {
            case ParameterType.ScalarType ignored -> scalar(value);
            case ParameterType.YamlType ignored -> yaml((String) value);
            case ParameterType.HomogeneousObjectType ignored -> section((Section) value);
            case ParameterType.HeterogeneousObjectType oneOf -> alternative(oneOf, (Section) value);
            case ParameterType.ArrayType arrayType -> {
                ArrayNode array = NODES.arrayNode();
                ((List<?>) value).forEach(element -> array.add(node(arrayType.elementType(), element)));
                yield array;
            }
            case ParameterType.MapType ignored -> {
                ObjectNode map = NODES.objectNode();
                ((Map<?, ?>) value).forEach((key, text) -> map.put((String) key, (String) text));
                yield map;
            }
        };
    }

    /**
     * An invalid text stays a text, so that it is reported where the tree is bound. A value with an empty map or null
     * stays a text too: Pipeline's snippet generator writes an empty map as an empty list.
     */
    private static JsonNode yaml(String text) {
        return YamlText.read(text)
                .filter(JsonNode::isContainerNode)
                .filter(TreeWriter::hasOnlyValues)
                .orElseGet(() -> NODES.textNode(text));
    }

    private static boolean hasOnlyValues(JsonNode node) {
        if (node.isNull() || node.isObject() && node.isEmpty()) {
            return false;
        }
        for (JsonNode child : node) {
            if (!hasOnlyValues(child)) {
                return false;
            }
        }
        return true;
    }

    private JsonNode alternative(ParameterType.HeterogeneousObjectType oneOf, Section section) {
        ObjectNode content = section(section);
        if (section.getClass().isAnnotationPresent(Shorthand.class)) {
            return content.iterator().next();
        }
        return NODES.objectNode().set(oneOf.nameOf(section.getClass()), content);
    }

    private static JsonNode scalar(Object value) {
        return switch (value) {
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            default -> NODES.textNode(value.toString());
        };
    }
}
