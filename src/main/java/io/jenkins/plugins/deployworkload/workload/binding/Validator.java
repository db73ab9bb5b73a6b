package io.jenkins.plugins.deployworkload.workload.binding;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import java.util.List;
import java.util.Map;

/** Checks sections against the rules of their properties and their own: the same whichever door they came through. */
public final class Validator {

    private Validator() {}

    /** Adds everything that is wrong with a section and those in it. */
    public static void check(Section section, String path, Problems problems) {
        for (ParameterModel property : SectionModel.of(section.getClass()).parameters()) {
            String at = property.unwrapped() || section.getClass().isAnnotationPresent(Shorthand.class)
                    ? path
                    : FieldPaths.child(path, property.name());
            check(property, property.get(section), at, problems);
        }
        section.check(new ValidationContext(problems, path));
    }

    static void check(ParameterModel property, Object value, String path, Problems problems) {
        boolean noElement = property.required() && List.of().equals(value);
        if (value == null || value.equals("") || noElement) {
            if (property.required() && !problems.mentions(path)) {
                problems.add(path, noElement ? Messages.Problem_RequiredElement() : requiredMessage(property));
            }
            return;
        }
        checkValue(property.type(), property, value, path, problems);
    }

    private static void checkValue(
            ParameterType kind, ParameterModel property, Object value, String path, Problems problems) {
        switch (kind) {
            case ParameterType.ScalarType ignored -> checkScalar(property, value, path, problems);
            case ParameterType.HomogeneousObjectType ignored -> check((Section) value, path, problems);
            case ParameterType.HeterogeneousObjectType oneOf ->
                check((Section) value, pathOf(oneOf, property, value, path), problems);
            case ParameterType.ArrayType many -> {
                List<?> elements = (List<?>) value;
                for (int i = 0; i < elements.size(); i++) {
                    if (elements.get(i) != null) {
                        checkValue(many.elementType(), property, elements.get(i), FieldPaths.index(path, i), problems);
                    }
                }
            }
            case ParameterType.MapType ignored ->
                ((Map<?, ?>) value)
                        .forEach((key, text) -> checkEntry(property, (String) key, (String) text, path, problems));
        }
    }

    private static String pathOf(
            ParameterType.HeterogeneousObjectType oneOf, ParameterModel property, Object value, String path) {
        return value.getClass().isAnnotationPresent(Shorthand.class)
                ? path
                : FieldPaths.child(path, oneOf.nameOf(value.getClass()));
    }

    private static void checkScalar(ParameterModel property, Object value, String path, Problems problems) {
        if (value instanceof String text) {
            property.text().flatMap(rule -> rule.value().problem(text)).ifPresent(say -> problems.add(path, say));
        } else if (value instanceof Number number) {
            property.range().ifPresent(range -> {
                if (number.longValue() < range.min() || number.longValue() > range.max()) {
                    problems.add(
                            path, Messages.Problem_Range(number.toString(), digits(range.min()), digits(range.max())));
                }
            });
        }
    }

    private static void checkEntry(ParameterModel property, String key, String text, String path, Problems problems) {
        String at = FieldPaths.key(path, key);
        property.text().ifPresent(rule -> {
            rule.keys().problem(key).ifPresent(say -> problems.add(at, say));
            if (text != null) {
                rule.value().problem(text).ifPresent(say -> problems.add(at, say));
            }
        });
    }

    private static String requiredMessage(ParameterModel property) {
        return property.type() instanceof ParameterType.HeterogeneousObjectType oneOf
                        && oneOf.shorthand().isEmpty()
                ? Messages.Problem_RequiredOneOf(
                        String.join(", ", oneOf.alternatives().keySet()))
                : Messages.Problem_Required();
    }

    /** As digits: MessageFormat would group them. */
    private static String digits(long value) {
        return Long.toString(value);
    }
}
