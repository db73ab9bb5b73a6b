package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.workload.RuleTable;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Kind;
import io.jenkins.plugins.deployworkload.workload.binding.PlainText;
import io.jenkins.plugins.deployworkload.workload.binding.Property;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Shape;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts in how many cases each property of the model was said, and how often each rule was broken alone. */
final class Coverage {

    private final Map<String, Integer> properties = new TreeMap<>();
    private final Map<String, Integer> rules = new TreeMap<>();
    private int cases;
    private int faulty;

    Coverage() {
        all(new Kind.Nested(Workload.class), new HashSet<>());
        RuleTable.rules().forEach(rule -> rules.put(rule.name(), 0));
    }

    void add(Generator.Case one, boolean alone) {
        cases++;
        Set<String> said = new HashSet<>();
        section(one.tree(), Workload.class, said);
        said.forEach(property -> properties.merge(property, 1, Integer::sum));
        if (!one.broken().isEmpty()) {
            faulty++;
        }
        if (alone) {
            rules.merge(one.broken().get(0).name(), 1, Integer::sum);
        }
    }

    /** How often the property was said that was said least, and in which share of the cases. */
    Map.Entry<String, Integer> rarest() {
        return least(properties);
    }

    Map.Entry<String, Integer> rarestRule() {
        return least(rules);
    }

    int rules() {
        return rules.size();
    }

    double faultyShare() {
        return (double) faulty / cases;
    }

    int properties() {
        return properties.size();
    }

    private static Map.Entry<String, Integer> least(Map<String, Integer> counts) {
        return counts.entrySet().stream().min(Map.Entry.comparingByValue()).orElse(Map.entry("none", 0));
    }

    private void all(Kind kind, Set<Class<?>> seen) {
        switch (kind) {
            case Kind.Nested nested -> allOf(nested.type(), seen);
            case Kind.OneOf oneOf ->
                oneOf.alternatives().values().stream()
                        .filter(type -> !isImage(type))
                        .forEach(type -> allOf(type, seen));
            case Kind.Many many -> all(many.element(), seen);
            case Kind.Scalar ignored -> {}
            case Kind.TextMap ignored -> {}
        }
    }

    private void allOf(Class<? extends Section> type, Set<Class<?>> seen) {
        if (seen.add(type)) {
            for (Property property : Shape.of(type).properties()) {
                if (!property.inline()) {
                    properties.put(type.getSimpleName() + "." + property.name(), 0);
                }
                all(property.kind(), seen);
            }
        }
    }

    /** What finds images in a build is no part of this: the API server sees only what was found. */
    private static boolean isImage(Class<?> type) {
        return io.jenkins.plugins.deployworkload.workload.ImageSource.class.isAssignableFrom(type);
    }

    private void section(JsonNode tree, Class<? extends Section> type, Set<String> said) {
        for (Property property : Shape.of(type).properties()) {
            JsonNode value = property.inline() ? tree : tree.path(property.name());
            if (!property.inline() && !value.isMissingNode() && !value.isNull()) {
                said.add(type.getSimpleName() + "." + property.name());
            }
            value(value, property.kind(), said);
        }
    }

    private void value(JsonNode value, Kind kind, Set<String> said) {
        switch (kind) {
            case Kind.Nested nested -> section(value, nested.type(), said);
            case Kind.Many many -> value.forEach(element -> value(element, many.element(), said));
            case Kind.OneOf oneOf ->
                oneOf.alternatives().forEach((name, type) -> {
                    if (!type.isAnnotationPresent(PlainText.class) && value.has(name)) {
                        section(value.get(name), type, said);
                    }
                });
            case Kind.Scalar ignored -> {}
            case Kind.TextMap ignored -> {}
        }
    }
}
