package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Converts JSON trees into sections, which are the Java objects of a description. Forms, steps and YAML files are first
 * converted into JSON trees, and therefore have the same validation and the same messages.
 *
 * <p>The binder reports each unknown field and each value of the wrong type with its path. A null value in the tree
 * means that the field is absent. Binding continues after a problem, so that users see all problems at once.
 */
public final class Binder {

    private final Problems problems;

    private Binder(Problems problems) {
        this.problems = problems;
    }

    /**
     * Binds and validates a tree.
     *
     * @param problems receives all problems; the returned section is valid if this method adds no problem
     * @return the section, without the values that are invalid; null if the tree is not a map
     */
    public static <T extends Section> T bind(JsonNode tree, Class<T> type, Problems problems) {
        Object section = new Binder(problems).value(ParameterType.of(type), tree, "");
        if (section != null) {
            Validator.check((Section) section, "", problems);
        }
        return type.cast(section);
    }

    /**
     * Binds and validates a tree.
     *
     * @throws InvalidDescriptionException if the tree has problems; the exception lists all problems
     */
    public static <T extends Section> T bind(JsonNode tree, Class<T> type) throws InvalidDescriptionException {
        Problems problems = new Problems();
        T section = bind(tree, type, problems);
        problems.throwIfAny();
        return section;
    }

    /**
     * Binds and validates the value of one property, for a form that checks a single field. The paths of the problems
     * are empty.
     */
    public static Problems check(ParameterModel parameter, JsonNode value) {
        Problems problems = new Problems();
        Object bound = new Binder(problems).value(parameter.type(), value, "");
        if (problems.isEmpty()) {
            Validator.check(parameter, bound, "", problems);
        }
        return problems;
    }

    private Object value(ParameterType type, JsonNode node, String path) {
        if (node.isNull() || node.isMissingNode()) {
            return null;
        }
        return switch (type) {
            case ParameterType.ScalarType scalar -> ScalarReader.read(scalar.type(), node, path, problems);
            case ParameterType.HomogeneousObjectType nested -> section(nested.type(), node, path);
            case ParameterType.HeterogeneousObjectType oneOf -> alternative(oneOf, node, path);
            case ParameterType.ArrayType array -> list(array, node, path);
            case ParameterType.MapType ignored -> map(node, path);
            case ParameterType.YamlType ignored -> yaml(node, path);
        };
    }

    private Object yaml(JsonNode node, String path) {
        return node.isContainerNode() ? YamlText.write(node) : ScalarReader.read(String.class, node, path, problems);
    }

    private Section section(Class<? extends Section> type, JsonNode node, String path) {
        if (!isMap(node, path)) {
            return null;
        }
        SectionModel model = SectionModel.of(type);
        Map<ParameterModel, Object> values = new LinkedHashMap<>();
        ObjectNode unwrapped = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(entry -> {
            String name = entry.getKey();
            Optional<ParameterModel> parameter = model.parameter(name).filter(p -> !p.unwrapped());
            if (parameter.isPresent()) {
                Object value = parameter(parameter.get(), entry.getValue(), FieldPaths.key(path, name));
                if (value != null) {
                    values.put(parameter.get(), value);
                }
            } else if (model.parameterOfEarlierSingle(name).isPresent()) {
                earlierSingle(model.parameterOfEarlierSingle(name).get(), node, name, path, values);
            } else if (unwrappedNames(model).contains(name)) {
                unwrapped.set(name, entry.getValue());
            } else {
                problems.add(FieldPaths.key(path, name), unknownField(name, namesOf(model)));
            }
        });
        if (!unwrapped.isEmpty()) {
            ParameterModel parameter = model.unwrapped().orElseThrow();
            Object value = value(parameter.type(), unwrapped, path);
            if (value != null) {
                values.put(parameter, value);
            }
        }
        return model.instantiate(values);
    }

    /** Binds the earlier form of a list, which has one section, as a list with one element. */
    private void earlierSingle(
            ParameterModel list, JsonNode node, String name, String path, Map<ParameterModel, Object> values) {
        String singlePath = FieldPaths.key(path, name);
        if (node.has(list.name())) {
            problems.add(singlePath, Messages.Binder_EarlierSingle(list.name()));
        } else if (!node.get(name).isNull()) {
            problems.writtenAs(FieldPaths.index(FieldPaths.key(path, list.name()), 0), singlePath);
            values.put(
                    list,
                    Collections.singletonList(
                            value(((ParameterType.ArrayType) list.type()).elementType(), node.get(name), singlePath)));
        }
    }

    private Object parameter(ParameterModel parameter, JsonNode node, String path) {
        Optional<TextRule> rule = parameter.text().map(Text::value).filter(TextRule::isTextOnly);
        if (rule.isPresent() && node.isNumber()) {
            problems.add(
                    path,
                    Messages.Binder_NotQuoted(
                            ScalarReader.describe(node), rule.get().description()));
            return null;
        }
        return value(parameter.type(), node, path);
    }

    private Section alternative(ParameterType.HeterogeneousObjectType oneOf, JsonNode node, String path) {
        if (node.isValueNode() && oneOf.shorthand().isPresent()) {
            return shorthand(oneOf.shorthand().get(), node, path);
        }
        String names = String.join(", ", keysOf(oneOf));
        if (!node.isObject()) {
            problems.add(path, Messages.Binder_NotAOneKeyMap(ScalarReader.describe(node), names));
            return null;
        }
        if (node.size() != 1) {
            String keys = node.properties().stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
            problems.add(
                    path,
                    node.isEmpty()
                            ? Messages.Binder_NotAOneKeyMap("{}", names)
                            : Messages.Binder_NotExactlyOneKey(keys, names));
            return null;
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        Class<? extends Section> type = oneOf.alternatives().get(only.getKey());
        if (type == null || !keysOf(oneOf).contains(only.getKey())) {
            problems.add(FieldPaths.key(path, only.getKey()), unknownField(only.getKey(), keysOf(oneOf)));
            return null;
        }
        // In YAML, users can omit the braces of an alternative without fields: `daemonSet:`.
        JsonNode content = only.getValue().isNull() ? JsonNodeFactory.instance.objectNode() : only.getValue();
        return section(type, content, FieldPaths.child(path, only.getKey()));
    }

    private Section shorthand(Class<? extends Section> type, JsonNode node, String path) {
        SectionModel model = SectionModel.of(type);
        ParameterModel only = model.parameters().get(0);
        Object text = value(only.type(), node, path);
        return text == null ? null : model.instantiate(Map.of(only, text));
    }

    private List<Object> list(ParameterType.ArrayType array, JsonNode node, String path) {
        if (!node.isArray()) {
            problems.add(path, Messages.Binder_NotAList(ScalarReader.describe(node)));
            return null;
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            String elementPath = FieldPaths.index(path, i);
            if (node.get(i).isNull()) {
                problems.add(elementPath, Messages.Binder_NullValue());
            } else {
                // An invalid element is added as null, so that the following elements keep their indexes and paths.
                elements.add(value(array.elementType(), node.get(i), elementPath));
            }
        }
        return elements;
    }

    private Map<String, String> map(JsonNode node, String path) {
        if (!isMap(node, path)) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            String entryPath = FieldPaths.key(path, entry.getKey());
            if (entry.getValue().isNull()) {
                problems.add(entryPath, Messages.Binder_NullValue());
            } else {
                texts.put(entry.getKey(), (String)
                        ScalarReader.read(String.class, entry.getValue(), entryPath, problems));
            }
        });
        return texts;
    }

    private boolean isMap(JsonNode node, String path) {
        if (!node.isObject()) {
            problems.add(path, Messages.Binder_NotAMap(ScalarReader.describe(node)));
        }
        return node.isObject();
    }

    private static String unknownField(String name, List<String> known) {
        return DidYouMean.suggest(name, known)
                .map(suggestion -> Messages.Binder_UnknownFieldSuggestion(Quoted.of(name), suggestion))
                .orElseGet(() -> Messages.Binder_UnknownField(Quoted.of(name), String.join(", ", known)));
    }

    private static List<String> namesOf(SectionModel model) {
        List<String> names = new ArrayList<>(model.parameters().stream()
                .filter(parameter -> !parameter.unwrapped())
                .map(ParameterModel::name)
                .toList());
        names.addAll(unwrappedNames(model));
        return names;
    }

    private static List<String> unwrappedNames(SectionModel model) {
        return model.unwrapped()
                .map(parameter -> keysOf((ParameterType.HeterogeneousObjectType) parameter.type()))
                .orElse(List.of());
    }

    private static List<String> keysOf(ParameterType.HeterogeneousObjectType oneOf) {
        return oneOf.alternatives().entrySet().stream()
                .filter(entry -> !entry.getValue().isAnnotationPresent(Shorthand.class))
                .map(Map.Entry::getKey)
                .toList();
    }
}
