package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.List;
import java.util.Map;

/** Checks sections against the rules of their properties and their own: the same whichever door they came through. */
public final class Checker {

    private Checker() {}

    /** Adds everything that is wrong with a section and those in it. */
    public static void check(Section section, String path, Problems problems) {
        for (Property property : Shape.of(section.getClass()).properties()) {
            String at = property.inline() || section.getClass().isAnnotationPresent(PlainText.class)
                    ? path
                    : Paths.below(path, property.name());
            check(property, property.get(section), at, problems);
        }
        section.check(new Report(problems, path));
    }

    static void check(Property property, Object value, String path, Problems problems) {
        boolean noElement = property.required() && List.of().equals(value);
        if (value == null || value.equals("") || noElement) {
            if (property.required() && !problems.mentions(path)) {
                problems.add(path, noElement ? Messages.Problem_RequiredElement() : required(property));
            }
            return;
        }
        walk(property.kind(), property, value, path, problems);
    }

    private static void walk(Kind kind, Property property, Object value, String path, Problems problems) {
        switch (kind) {
            case Kind.Scalar ignored -> scalar(property, value, path, problems);
            case Kind.Nested ignored -> check((Section) value, path, problems);
            case Kind.OneOf oneOf -> check((Section) value, pathOf(oneOf, property, value, path), problems);
            case Kind.Many many -> {
                List<?> elements = (List<?>) value;
                for (int i = 0; i < elements.size(); i++) {
                    if (elements.get(i) != null) {
                        walk(many.element(), property, elements.get(i), Paths.element(path, i), problems);
                    }
                }
            }
            case Kind.TextMap ignored ->
                ((Map<?, ?>) value)
                        .forEach((key, text) -> entry(property, (String) key, (String) text, path, problems));
        }
    }

    private static String pathOf(Kind.OneOf oneOf, Property property, Object value, String path) {
        return value.getClass().isAnnotationPresent(PlainText.class)
                ? path
                : Paths.below(path, oneOf.nameOf(value.getClass()));
    }

    private static void scalar(Property property, Object value, String path, Problems problems) {
        if (value instanceof String text) {
            property.text().flatMap(rule -> rule.value().problem(text)).ifPresent(say -> problems.add(path, say));
        } else if (value instanceof Number number) {
            property.range().ifPresent(range -> {
                if (number.longValue() < range.min() || number.longValue() > range.max()) {
                    problems.add(
                            path, Messages.Problem_Range(number.toString(), bound(range.min()), bound(range.max())));
                }
            });
        }
    }

    private static void entry(Property property, String key, String text, String path, Problems problems) {
        String at = Paths.entry(path, key);
        property.text().ifPresent(rule -> {
            rule.keys().problem(key).ifPresent(say -> problems.add(at, say));
            if (text != null) {
                rule.value().problem(text).ifPresent(say -> problems.add(at, say));
            }
        });
    }

    private static String required(Property property) {
        return property.kind() instanceof Kind.OneOf oneOf && oneOf.plainText().isEmpty()
                ? Messages.Problem_RequiredOneOf(
                        String.join(", ", oneOf.alternatives().keySet()))
                : Messages.Problem_Required();
    }

    /** As digits: MessageFormat would group them. */
    private static String bound(long value) {
        return Long.toString(value);
    }
}
