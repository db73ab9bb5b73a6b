package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        Object section = new Binder(problems).value(Kind.of(type), tree, "");
        if (section != null) {
            Checker.check((Section) section, "", problems);
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
    public static Problems check(Property property, JsonNode value) {
        Problems problems = new Problems();
        Object bound = new Binder(problems).value(property.kind(), value, "");
        if (problems.isEmpty()) {
            Checker.check(property, bound, "", problems);
        }
        return problems;
    }

    private Object value(Kind kind, JsonNode node, String path) {
        if (node.isNull() || node.isMissingNode()) {
            return null;
        }
        return switch (kind) {
            case Kind.Scalar scalar -> Scalars.read(scalar.type(), node, path, problems);
            case Kind.Nested nested -> section(nested.type(), node, path);
            case Kind.OneOf oneOf -> alternative(oneOf, node, path);
            case Kind.Many many -> list(many, node, path);
            case Kind.TextMap ignored -> texts(node, path);
        };
    }

    private Section section(Class<? extends Section> type, JsonNode node, String path) {
        if (!isMap(node, path)) {
            return null;
        }
        Shape shape = Shape.of(type);
        Map<Property, Object> values = new LinkedHashMap<>();
        ObjectNode inlined = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(entry -> {
            String name = entry.getKey();
            Optional<Property> property = shape.property(name).filter(p -> !p.inline());
            if (property.isPresent()) {
                Object value = property(property.get(), entry.getValue(), Paths.entry(path, name));
                if (value != null) {
                    values.put(property.get(), value);
                }
            } else if (inlineNames(shape).contains(name)) {
                inlined.set(name, entry.getValue());
            } else {
                problems.add(Paths.entry(path, name), unknown(name, namesOf(shape)));
            }
        });
        if (!inlined.isEmpty()) {
            Property inline = shape.inline().orElseThrow();
            Object value = value(inline.kind(), inlined, path);
            if (value != null) {
                values.put(inline, value);
            }
        }
        return shape.create(values);
    }

    private Object property(Property property, JsonNode node, String path) {
        Optional<TextRule> rule = property.text().map(Text::value).filter(TextRule::textOnly);
        if (rule.isPresent() && node.isNumber()) {
            problems.add(
                    path,
                    Messages.Problem_TextOnly(Scalars.describe(node), rule.get().sentence()));
            return null;
        }
        return value(property.kind(), node, path);
    }

    private Section alternative(Kind.OneOf oneOf, JsonNode node, String path) {
        if (node.isValueNode() && oneOf.plainText().isPresent()) {
            return plainText(oneOf.plainText().get(), node, path);
        }
        String names = String.join(", ", written(oneOf));
        if (!node.isObject()) {
            problems.add(path, Messages.Problem_OneOf(Scalars.describe(node), names));
            return null;
        }
        if (node.size() != 1) {
            String read = node.properties().stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
            problems.add(path, Messages.Problem_OneKey(read.isEmpty() ? "{}" : read, names));
            return null;
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        Class<? extends Section> type = oneOf.alternatives().get(only.getKey());
        if (type == null || !written(oneOf).contains(only.getKey())) {
            problems.add(Paths.entry(path, only.getKey()), unknown(only.getKey(), written(oneOf)));
            return null;
        }
        // An alternative with nothing to say may be written without its braces in YAML: `daemonSet:`.
        JsonNode content = only.getValue().isNull() ? JsonNodeFactory.instance.objectNode() : only.getValue();
        return section(type, content, Paths.below(path, only.getKey()));
    }

    private Section plainText(Class<? extends Section> type, JsonNode node, String path) {
        Shape shape = Shape.of(type);
        Property only = shape.properties().get(0);
        Object text = value(only.kind(), node, path);
        return text == null ? null : shape.create(Map.of(only, text));
    }

    private List<Object> list(Kind.Many many, JsonNode node, String path) {
        if (!node.isArray()) {
            problems.add(path, Messages.Problem_List(Scalars.describe(node)));
            return null;
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            String at = Paths.element(path, i);
            if (node.get(i).isNull()) {
                problems.add(at, Messages.Problem_Nothing());
            } else {
                // A broken element keeps its place, so that the paths of the others stay right.
                elements.add(value(many.element(), node.get(i), at));
            }
        }
        return elements;
    }

    private Map<String, String> texts(JsonNode node, String path) {
        if (!isMap(node, path)) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            String at = Paths.entry(path, entry.getKey());
            if (entry.getValue().isNull()) {
                problems.add(at, Messages.Problem_Nothing());
            } else {
                texts.put(entry.getKey(), (String) Scalars.read(String.class, entry.getValue(), at, problems));
            }
        });
        return texts;
    }

    private boolean isMap(JsonNode node, String path) {
        if (!node.isObject()) {
            problems.add(path, Messages.Problem_Map(Scalars.describe(node)));
        }
        return node.isObject();
    }

    private static String unknown(String name, List<String> known) {
        return Nearest.to(name, known)
                .map(nearest -> Messages.Problem_UnknownNear(Quoted.of(name), nearest))
                .orElseGet(() -> Messages.Problem_Unknown(Quoted.of(name), String.join(", ", known)));
    }

    private static List<String> namesOf(Shape shape) {
        List<String> names = new ArrayList<>(shape.properties().stream()
                .filter(property -> !property.inline())
                .map(Property::name)
                .toList());
        names.addAll(inlineNames(shape));
        return names;
    }

    private static List<String> inlineNames(Shape shape) {
        return shape.inline().map(p -> written((Kind.OneOf) p.kind())).orElse(List.of());
    }

    private static List<String> written(Kind.OneOf oneOf) {
        return oneOf.alternatives().entrySet().stream()
                .filter(entry -> !entry.getValue().isAnnotationPresent(PlainText.class))
                .map(Map.Entry::getKey)
                .toList();
    }
}
