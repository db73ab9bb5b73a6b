package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes sections of a plain tree. Every door (form, step, YAML) first becomes such a tree, so that all of them accept the
 * same, refuse the same and say the same.
 *
 * <p>Nothing is guessed and nothing is dropped: an unknown property or a value of the wrong kind is a problem with its
 * path. A null, wherever it stands, means that nothing was said. Binding goes on after a problem, to find them all.
 */
public final class Binder {

    private final Problems problems;

    private Binder(Problems problems) {
        this.problems = problems;
    }

    /**
     * Binds a tree and checks the result.
     *
     * @param problems takes everything that is wrong; where it stays empty, the section can be used
     * @return the section, incomplete where there were problems; null where the tree is not even a map
     */
    public static <T extends Section> T bind(JsonNode tree, Class<T> type, Problems problems) {
        Object section = new Binder(problems).value(ParameterType.of(type), tree, "");
        if (section != null) {
            Validator.check((Section) section, "", problems);
        }
        return type.cast(section);
    }

    /** Binds and checks a tree. */
    public static <T extends Section> T bind(JsonNode tree, Class<T> type) throws InvalidDescriptionException {
        Problems problems = new Problems();
        T section = bind(tree, type, problems);
        problems.throwIfAny();
        return section;
    }

    /** Binds one property's value and checks it alone: what a form says beside a field. */
    public static Problems check(ParameterModel property, JsonNode value) {
        Problems problems = new Problems();
        Object bound = new Binder(problems).value(property.type(), value, "");
        if (problems.isEmpty()) {
            Validator.check(property, bound, "", problems);
        }
        return problems;
    }

    private Object value(ParameterType kind, JsonNode node, String path) {
        if (node.isNull() || node.isMissingNode()) {
            return null;
        }
        return switch (kind) {
            case ParameterType.ScalarType scalar -> ScalarReader.read(scalar.type(), node, path, problems);
            case ParameterType.HomogeneousObjectType nested -> section(nested.type(), node, path);
            case ParameterType.HeterogeneousObjectType oneOf -> alternative(oneOf, node, path);
            case ParameterType.ArrayType many -> list(many, node, path);
            case ParameterType.MapType ignored -> map(node, path);
        };
    }

    private Section section(Class<? extends Section> type, JsonNode node, String path) {
        if (!isMap(node, path)) {
            return null;
        }
        SectionModel shape = SectionModel.of(type);
        Map<ParameterModel, Object> values = new LinkedHashMap<>();
        ObjectNode inlined = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(entry -> {
            String name = entry.getKey();
            Optional<ParameterModel> property = shape.parameter(name).filter(p -> !p.unwrapped());
            if (property.isPresent()) {
                Object value = parameter(property.get(), entry.getValue(), FieldPaths.key(path, name));
                if (value != null) {
                    values.put(property.get(), value);
                }
            } else if (unwrappedNames(shape).contains(name)) {
                inlined.set(name, entry.getValue());
            } else {
                problems.add(FieldPaths.key(path, name), unknownKey(name, namesOf(shape)));
            }
        });
        if (!inlined.isEmpty()) {
            ParameterModel inline = shape.unwrapped().orElseThrow();
            Object value = value(inline.type(), inlined, path);
            if (value != null) {
                values.put(inline, value);
            }
        }
        return shape.instantiate(values);
    }

    private Object parameter(ParameterModel property, JsonNode node, String path) {
        Optional<TextRule> rule = property.text().map(Text::value).filter(TextRule::isTextOnly);
        if (rule.isPresent() && node.isNumber()) {
            problems.add(
                    path,
                    Messages.Problem_TextOnly(
                            ScalarReader.describe(node), rule.get().description()));
            return null;
        }
        return value(property.type(), node, path);
    }

    private Section alternative(ParameterType.HeterogeneousObjectType oneOf, JsonNode node, String path) {
        if (node.isValueNode() && oneOf.shorthand().isPresent()) {
            return shorthand(oneOf.shorthand().get(), node, path);
        }
        String names = String.join(", ", keysOf(oneOf));
        if (!node.isObject()) {
            problems.add(path, Messages.Problem_OneOf(ScalarReader.describe(node), names));
            return null;
        }
        if (node.size() != 1) {
            String read = node.properties().stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
            problems.add(path, Messages.Problem_OneKey(read.isEmpty() ? "{}" : read, names));
            return null;
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        Class<? extends Section> type = oneOf.alternatives().get(only.getKey());
        if (type == null || !keysOf(oneOf).contains(only.getKey())) {
            problems.add(FieldPaths.key(path, only.getKey()), unknownKey(only.getKey(), keysOf(oneOf)));
            return null;
        }
        // An alternative with nothing to say may be written without its braces in YAML: `daemonSet:`.
        JsonNode content = only.getValue().isNull() ? JsonNodeFactory.instance.objectNode() : only.getValue();
        return section(type, content, FieldPaths.child(path, only.getKey()));
    }

    private Section shorthand(Class<? extends Section> type, JsonNode node, String path) {
        SectionModel shape = SectionModel.of(type);
        ParameterModel only = shape.parameters().get(0);
        Object text = value(only.type(), node, path);
        return text == null ? null : shape.instantiate(Map.of(only, text));
    }

    private List<Object> list(ParameterType.ArrayType many, JsonNode node, String path) {
        if (!node.isArray()) {
            problems.add(path, Messages.Problem_List(ScalarReader.describe(node)));
            return null;
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            String at = FieldPaths.index(path, i);
            if (node.get(i).isNull()) {
                problems.add(at, Messages.Problem_NoValue());
            } else {
                // A broken element keeps its place, so that the paths of the others stay right.
                elements.add(value(many.elementType(), node.get(i), at));
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
            String at = FieldPaths.key(path, entry.getKey());
            if (entry.getValue().isNull()) {
                problems.add(at, Messages.Problem_NoValue());
            } else {
                texts.put(entry.getKey(), (String) ScalarReader.read(String.class, entry.getValue(), at, problems));
            }
        });
        return texts;
    }

    private boolean isMap(JsonNode node, String path) {
        if (!node.isObject()) {
            problems.add(path, Messages.Problem_Map(ScalarReader.describe(node)));
        }
        return node.isObject();
    }

    private static String unknownKey(String name, List<String> known) {
        return DidYouMean.suggest(name, known)
                .map(nearest -> Messages.Problem_UnknownNear(Quoted.of(name), nearest))
                .orElseGet(() -> Messages.Problem_Unknown(Quoted.of(name), String.join(", ", known)));
    }

    private static List<String> namesOf(SectionModel shape) {
        List<String> names = new ArrayList<>(shape.parameters().stream()
                .filter(property -> !property.unwrapped())
                .map(ParameterModel::name)
                .toList());
        names.addAll(unwrappedNames(shape));
        return names;
    }

    private static List<String> unwrappedNames(SectionModel shape) {
        return shape.unwrapped()
                .map(p -> keysOf((ParameterType.HeterogeneousObjectType) p.type()))
                .orElse(List.of());
    }

    private static List<String> keysOf(ParameterType.HeterogeneousObjectType oneOf) {
        return oneOf.alternatives().entrySet().stream()
                .filter(entry -> !entry.getValue().isAnnotationPresent(Shorthand.class))
                .map(Map.Entry::getKey)
                .toList();
    }
}
