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

/** The way back from sections to a plain tree, which binds to equal sections. What was not said is not in it. */
public final class TreeWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final UnaryOperator<String> expansion;

    private TreeWriter(UnaryOperator<String> expansion) {
        this.expansion = expansion;
    }

    public static ObjectNode toTree(Section section) {
        return toExpandedTree(section, UnaryOperator.identity());
    }

    /** The tree with each {@link Expandable} text replaced by what the expansion makes of it. */
    public static ObjectNode toExpandedTree(Section section, UnaryOperator<String> expansion) {
        return new TreeWriter(expansion).section(section);
    }

    private ObjectNode section(Section section) {
        ObjectNode tree = NODES.objectNode();
        for (ParameterModel property : SectionModel.of(section.getClass()).parameters()) {
            Object value = property.get(section);
            if (value == null
                    || value instanceof List<?> list && list.isEmpty()
                    || Map.of().equals(value)) {
                continue;
            }
            JsonNode node = property.field().isAnnotationPresent(Expandable.class)
                    ? NODES.textNode(expansion.apply((String) value))
                    : node(property.type(), value);
            if (property.unwrapped()) {
                tree.setAll((ObjectNode) node);
            } else {
                tree.set(property.name(), node);
            }
        }
        return tree;
    }

    private JsonNode node(ParameterType kind, Object value) {
        return switch (kind) {
            case ParameterType.ScalarType ignored -> scalar(value);
            case ParameterType.HomogeneousObjectType ignored -> section((Section) value);
            case ParameterType.HeterogeneousObjectType oneOf -> alternative(oneOf, (Section) value);
            case ParameterType.ArrayType many -> {
                ArrayNode array = NODES.arrayNode();
                ((List<?>) value).forEach(element -> array.add(node(many.elementType(), element)));
                yield array;
            }
            case ParameterType.MapType ignored -> {
                ObjectNode map = NODES.objectNode();
                ((Map<?, ?>) value).forEach((key, text) -> map.put((String) key, (String) text));
                yield map;
            }
        };
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
