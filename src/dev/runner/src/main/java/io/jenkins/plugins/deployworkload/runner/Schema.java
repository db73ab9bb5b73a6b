package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;

/**
 * Generates the JSON Schema (2020-12) of a workload file, for editors, from the model. The schema covers structure and
 * types. The command {@code check} also validates rules that involve several fields.
 */
final class Schema {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode definitions = NODES.objectNode();
    private final Deque<Class<? extends Section>> pending = new ArrayDeque<>();

    private Schema() {}

    static ObjectNode of(Class<? extends Section> root) {
        Schema schema = new Schema();
        ObjectNode document = NODES.objectNode();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("title", "Deploy Workload: " + root.getSimpleName());
        document.set("$ref", schema.reference(root).get("$ref"));
        while (!schema.pending.isEmpty()) {
            schema.define(schema.pending.remove());
        }
        document.set("$defs", schema.definitions);
        return document;
    }

    private void define(Class<? extends Section> type) {
        ObjectNode definition = definitions.withObject("/" + type.getSimpleName());
        definition.put("type", "object");
        ObjectNode properties = definition.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        for (ParameterModel parameter : SectionModel.of(type).parameters()) {
            if (parameter.unwrapped()) {
                unwrapped(parameter, definition, properties);
            } else {
                properties.set(parameter.name(), describe(parameter.type(), parameter));
                parameter
                        .earlierSingle()
                        .ifPresent(earlier -> properties.set(
                                earlier,
                                describe(((ParameterType.ArrayType) parameter.type()).elementType(), parameter)
                                        .put("deprecated", true)));
                if (parameter.required()) {
                    required.add(parameter.name());
                }
            }
        }
        if (!required.isEmpty()) {
            definition.set("required", required);
        }
        definition.put("additionalProperties", false);
    }

    /**
     * Adds alternatives whose names are keys beside the other fields of the section. Exactly one alternative is
     * required.
     */
    private void unwrapped(ParameterModel parameter, ObjectNode definition, ObjectNode properties) {
        ArrayNode exactlyOne = definition.putArray("oneOf");
        ((ParameterType.HeterogeneousObjectType) parameter.type())
                .alternatives()
                .forEach((name, type) -> {
                    properties.set(name, content(type));
                    exactlyOne.addObject().putArray("required").add(name);
                });
    }

    private ObjectNode describe(ParameterType type, ParameterModel parameter) {
        return switch (type) {
            case ParameterType.ScalarType scalar -> scalar(scalar.type(), parameter);
            case ParameterType.HomogeneousObjectType nested -> reference(nested.type());
            case ParameterType.HeterogeneousObjectType oneOf -> oneOf(oneOf);
            case ParameterType.ArrayType list -> {
                ObjectNode array = NODES.objectNode().put("type", "array");
                array.set("items", describe(list.elementType(), parameter));
                yield array;
            }
            case ParameterType.YamlType ignored -> yaml();
            case ParameterType.MapType ignored -> {
                ObjectNode map = NODES.objectNode().put("type", "object");
                map.set("additionalProperties", text(parameter));
                yield map;
            }
        };
    }

    private ObjectNode oneOf(ParameterType.HeterogeneousObjectType oneOf) {
        ObjectNode choice = NODES.objectNode();
        ArrayNode alternatives = choice.putArray("oneOf");
        for (Map.Entry<String, Class<? extends Section>> entry :
                oneOf.alternatives().entrySet()) {
            if (entry.getValue().isAnnotationPresent(Shorthand.class)) {
                ParameterModel only =
                        SectionModel.of(entry.getValue()).parameters().get(0);
                alternatives.add(text(only));
            } else {
                ObjectNode alternative = alternatives.addObject();
                alternative.put("type", "object");
                alternative.putObject("properties").set(entry.getKey(), content(entry.getValue()));
                alternative.putArray("required").add(entry.getKey());
                alternative.put("additionalProperties", false);
            }
        }
        return choice;
    }

    /** Also allows {@code null}: {@code emptyDir:} means the same as {@code emptyDir: {}}. */
    private ObjectNode content(Class<? extends Section> type) {
        ObjectNode content = NODES.objectNode();
        content.putArray("anyOf").add(reference(type)).add(NODES.objectNode().put("type", "null"));
        return content;
    }

    private static ObjectNode scalar(Class<?> type, ParameterModel parameter) {
        if (type == String.class) {
            return text(parameter);
        }
        ObjectNode scalar = NODES.objectNode();
        if (type == Boolean.class) {
            scalar.put("type", "boolean");
        } else if (type.isEnum()) {
            ArrayNode constants = scalar.putArray("enum");
            Arrays.stream(type.getEnumConstants()).forEach(constant -> constants.add(constant.toString()));
        } else {
            scalar.put("type", "integer");
            parameter
                    .range()
                    .ifPresent(range -> scalar.put("minimum", range.min()).put("maximum", range.max()));
        }
        return scalar;
    }

    /**
     * A string field also accepts numbers and booleans, because an editor parses {@code 1.10} as a number and {@code
     * true} as a boolean.
     */
    private static ObjectNode text(ParameterModel parameter) {
        ObjectNode text = NODES.objectNode();
        text.putArray("type").add("string").add("number").add("boolean");
        parameter
                .text()
                .map(Text::value)
                .map(TextRule::description)
                .filter(description -> !description.isEmpty())
                .ifPresent(description -> text.put("description", description));
        return text;
    }

    /** The value itself, or a text with its YAML. */
    private static ObjectNode yaml() {
        ObjectNode value = NODES.objectNode();
        value.putArray("type").add("object").add("array").add("string");
        return value;
    }

    private ObjectNode reference(Class<? extends Section> type) {
        if (!definitions.has(type.getSimpleName())) {
            definitions.putObject(type.getSimpleName());
            pending.add(type);
        }
        return NODES.objectNode().put("$ref", "#/$defs/" + type.getSimpleName());
    }
}
