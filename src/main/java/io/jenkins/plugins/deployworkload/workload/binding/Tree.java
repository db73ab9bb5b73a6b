package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The way back from sections to a plain tree, which binds to equal sections. What was not said is not in it. */
public final class Tree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final UnaryOperator<String> expansion;

    private Tree(UnaryOperator<String> expansion) {
        this.expansion = expansion;
    }

    public static ObjectNode of(Section section) {
        return expanded(section, UnaryOperator.identity());
    }

    /** The tree with each {@link Expandable} text replaced by what the expansion makes of it. */
    public static ObjectNode expanded(Section section, UnaryOperator<String> expansion) {
        return new Tree(expansion).section(section);
    }

    private ObjectNode section(Section section) {
        ObjectNode tree = NODES.objectNode();
        for (Property property : Shape.of(section.getClass()).properties()) {
            Object value = property.get(section);
            if (value == null
                    || value instanceof List<?> list && list.isEmpty()
                    || Map.of().equals(value)) {
                continue;
            }
            JsonNode node = property.field().isAnnotationPresent(Expandable.class)
                    ? NODES.textNode(expansion.apply((String) value))
                    : node(property.kind(), value);
            if (property.inline()) {
                tree.setAll((ObjectNode) node);
            } else {
                tree.set(property.name(), node);
            }
        }
        return tree;
    }

    private JsonNode node(Kind kind, Object value) {
        return switch (kind) {
            case Kind.Scalar ignored -> scalar(value);
            case Kind.Nested ignored -> section((Section) value);
            case Kind.OneOf oneOf -> alternative(oneOf, (Section) value);
            case Kind.Many many -> {
                ArrayNode array = NODES.arrayNode();
                ((List<?>) value).forEach(element -> array.add(node(many.element(), element)));
                yield array;
            }
            case Kind.TextMap ignored -> {
                ObjectNode map = NODES.objectNode();
                ((Map<?, ?>) value).forEach((key, text) -> map.put((String) key, (String) text));
                yield map;
            }
        };
    }

    private JsonNode alternative(Kind.OneOf oneOf, Section section) {
        ObjectNode content = section(section);
        if (section.getClass().isAnnotationPresent(PlainText.class)) {
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
