package io.jenkins.plugins.deployworkload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.Kind;
import io.jenkins.plugins.deployworkload.workload.binding.Property;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Shape;
import java.util.Map;

/** Pipeline's snippet generator writes an empty map as an empty list: {@code controller: [single: []]}. */
final class EmptyMaps {

    private EmptyMaps() {}

    /** The tree with an empty map in the place of each empty list where a map belongs. */
    static JsonNode in(JsonNode tree, Class<? extends Section> type) {
        return of(tree, Kind.of(type));
    }

    private static JsonNode of(JsonNode node, Kind kind) {
        return switch (kind) {
            case Kind.Scalar ignored -> node;
            case Kind.TextMap ignored -> map(node);
            case Kind.Nested nested -> section(map(node), nested.type());
            case Kind.OneOf oneOf -> alternatives(node, oneOf.alternatives());
            case Kind.Many many -> list(node, many.element());
        };
    }

    private static JsonNode map(JsonNode node) {
        return node.isArray() && node.isEmpty() ? JsonNodeFactory.instance.objectNode() : node;
    }

    private static JsonNode section(JsonNode node, Class<? extends Section> type) {
        Shape shape = Shape.of(type);
        if (node instanceof ObjectNode object) {
            shape.inline()
                    .map(Property::kind)
                    .ifPresent(kind -> alternatives(object, ((Kind.OneOf) kind).alternatives()));
            object.properties()
                    .forEach(entry -> shape.property(entry.getKey())
                            .filter(property -> !property.inline())
                            .ifPresent(property -> entry.setValue(of(entry.getValue(), property.kind()))));
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

    private static JsonNode list(JsonNode node, Kind element) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, of(array.get(i), element));
            }
        }
        return node;
    }
}
