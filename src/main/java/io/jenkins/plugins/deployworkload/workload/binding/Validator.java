package io.jenkins.plugins.deployworkload.workload.binding;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import java.util.List;
import java.util.Map;

/** Validates sections against the annotations of their fields and the sections' own rules. */
public final class Validator {

    private Validator() {}

    /** Validates a section and its nested sections, and adds each problem to {@code problems}. */
    public static void check(Section section, String path, Problems problems) {
        for (ParameterModel parameter : SectionModel.of(section.getClass()).parameters()) {
            String parameterPath = parameter.unwrapped() || section.getClass().isAnnotationPresent(Shorthand.class)
                    ? path
                    : FieldPaths.child(path, parameter.name());
            check(parameter, parameter.get(section), parameterPath, problems);
        }
        section.check(new ValidationContext(problems, path));
    }

    static void check(ParameterModel parameter, Object value, String path, Problems problems) {
        boolean emptyList = parameter.required() && List.of().equals(value);
        if (value == null || value.equals("") || emptyList) {
            if (parameter.required() && !problems.mentions(path)) {
                problems.add(path, emptyList ? Messages.Validator_RequiredElement() : requiredMessage(parameter));
            }
            return;
        }
        checkValue(parameter.type(), parameter, value, path, problems);
    }

    private static void checkValue(
            ParameterType type, ParameterModel parameter, Object value, String path, Problems problems) {
        switch (type) {
            case ParameterType.ScalarType ignored -> checkScalar(parameter, value, path, problems);
            case ParameterType.HomogeneousObjectType ignored -> check((Section) value, path, problems);
            case ParameterType.HeterogeneousObjectType oneOf ->
                check((Section) value, pathOf(oneOf, parameter, value, path), problems);
            case ParameterType.ArrayType array -> {
                List<?> elements = (List<?>) value;
                for (int i = 0; i < elements.size(); i++) {
                    if (elements.get(i) != null) {
                        checkValue(
                                array.elementType(), parameter, elements.get(i), FieldPaths.index(path, i), problems);
                    }
                }
            }
            case ParameterType.YamlType ignored ->
                YamlText.problem((String) value).ifPresent(message -> problems.add(path, message));
            case ParameterType.MapType ignored ->
                ((Map<?, ?>) value)
                        .forEach((key, text) -> checkEntry(parameter, (String) key, (String) text, path, problems));
        }
    }

    private static String pathOf(
            ParameterType.HeterogeneousObjectType oneOf, ParameterModel parameter, Object value, String path) {
        return value.getClass().isAnnotationPresent(Shorthand.class)
                ? path
                : FieldPaths.child(path, oneOf.nameOf(value.getClass()));
    }

    private static void checkScalar(ParameterModel parameter, Object value, String path, Problems problems) {
        if (value instanceof String text) {
            parameter
                    .text()
                    .flatMap(rule -> rule.value().problem(text))
                    .ifPresent(message -> problems.add(path, message));
        } else if (value instanceof Number number) {
            parameter.range().ifPresent(range -> {
                if (number.longValue() < range.min() || number.longValue() > range.max()) {
                    problems.add(
                            path,
                            Messages.Validator_OutOfRange(number.toString(), digits(range.min()), digits(range.max())));
                }
            });
        }
    }

    private static void checkEntry(ParameterModel parameter, String key, String text, String path, Problems problems) {
        String entryPath = FieldPaths.key(path, key);
        parameter.text().ifPresent(rule -> {
            rule.keys().problem(key).ifPresent(message -> problems.add(entryPath, message));
            if (text != null) {
                rule.value().problem(text).ifPresent(message -> problems.add(entryPath, message));
            }
        });
    }

    private static String requiredMessage(ParameterModel parameter) {
        return parameter.type() instanceof ParameterType.HeterogeneousObjectType oneOf
                        && oneOf.shorthand().isEmpty()
                ? Messages.Validator_RequiredOneOf(
                        String.join(", ", oneOf.alternatives().keySet()))
                : Messages.Validator_Required();
    }

    /** Returns the number as a string, because MessageFormat would write 1000 as 1,000. */
    private static String digits(long value) {
        return Long.toString(value);
    }
}
