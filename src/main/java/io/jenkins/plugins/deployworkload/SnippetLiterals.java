package io.jenkins.plugins.deployworkload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Converts a tree to maps, lists and scalars from which Pipeline's snippet generator writes valid Groovy: {@link SnippetKey
 * keys} that are no identifiers, and {@link SnippetCall calls} in place of empty maps.
 */
final class SnippetLiterals {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final ParameterType PLAIN = new ParameterType.YamlType();

    private SnippetLiterals() {}

    /** The parameters of a section by name. */
    static Map<String, Object> of(JsonNode tree, Class<? extends Section> type) {
        Map<String, Object> literals = new LinkedHashMap<>();
        tree.properties()
                .forEach(entry -> literals.put(
                        entry.getKey(), literal(entry.getValue(), type(SectionModel.of(type), entry.getKey()))));
        return literals;
    }

    private static Object literal(JsonNode node, ParameterType type) {
        if (node.isArray()) {
            ParameterType element = type instanceof ParameterType.ArrayType array ? array.elementType() : PLAIN;
            List<Object> list = new ArrayList<>();
            node.forEach(child -> list.add(literal(child, element)));
            return list;
        }
        if (!node.isObject()) {
            return MAPPER.convertValue(node, Object.class);
        }
        if (node.isEmpty()) {
            return SnippetCall.EMPTY_MAP;
        }
        return switch (type) {
            case ParameterType.HomogeneousObjectType section ->
                map(node, (key, value) -> literal(value, type(SectionModel.of(section.type()), key)));
            case ParameterType.HeterogeneousObjectType oneOf -> alternative(node, oneOf);
            default -> map(node, (key, value) -> literal(value, PLAIN));
        };
    }

    private static Object alternative(JsonNode node, ParameterType.HeterogeneousObjectType oneOf) {
        String name = node.fieldNames().next();
        boolean isCall = node.size() == 1
                && oneOf.alternatives().containsKey(name)
                && node.get(name).isObject()
                && node.get(name).isEmpty();
        return isCall ? new SnippetCall(name) : map(node, (key, value) -> literal(value, type(oneOf, key)));
    }

    private static Map<Object, Object> map(JsonNode node, BiFunction<String, JsonNode, Object> literal) {
        Map<Object, Object> map = new LinkedHashMap<>();
        node.properties()
                .forEach(entry ->
                        map.put(SnippetKey.of(entry.getKey()), literal.apply(entry.getKey(), entry.getValue())));
        return map;
    }

    /** The type of a parameter of a section, or of one of its unwrapped alternatives. */
    private static ParameterType type(SectionModel section, String name) {
        return section.parameter(name)
                .filter(parameter -> !parameter.unwrapped())
                .map(ParameterModel::type)
                .or(() -> section.unwrapped()
                        .map(unwrapped -> type((ParameterType.HeterogeneousObjectType) unwrapped.type(), name)))
                .orElse(PLAIN);
    }

    private static ParameterType type(ParameterType.HeterogeneousObjectType oneOf, String name) {
        Class<? extends Section> type = oneOf.alternatives().get(name);
        return type == null ? PLAIN : new ParameterType.HomogeneousObjectType(type);
    }
}
