package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import io.jenkins.plugins.deployworkload.workload.rules.RuleTable;
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
        collect(new ParameterType.HomogeneousObjectType(Workload.class), new HashSet<>());
        RuleTable.rules().forEach(rule -> rules.put(rule.name(), 0));
    }

    void add(WorkloadGenerator.Case one, boolean alone) {
        cases++;
        Set<String> said = new HashSet<>();
        section(one.tree(), Workload.class, said);
        said.forEach(property -> properties.merge(property, 1, Integer::sum));
        if (!one.brokenRules().isEmpty()) {
            faulty++;
        }
        if (alone) {
            rules.merge(one.brokenRules().get(0).name(), 1, Integer::sum);
        }
    }

    /** How often the property was said that was said least, and in which share of the cases. */
    Map.Entry<String, Integer> leastCoveredProperty() {
        return least(properties);
    }

    Map.Entry<String, Integer> leastCoveredRule() {
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

    private void collect(ParameterType kind, Set<Class<?>> seen) {
        switch (kind) {
            case ParameterType.HomogeneousObjectType nested -> collectSection(nested.type(), seen);
            case ParameterType.HeterogeneousObjectType oneOf ->
                oneOf.alternatives().values().stream()
                        .filter(type -> !isImage(type))
                        .forEach(type -> collectSection(type, seen));
            case ParameterType.ArrayType many -> collect(many.elementType(), seen);
            case ParameterType.ScalarType ignored -> {}
            case ParameterType.MapType ignored -> {}
        }
    }

    private void collectSection(Class<? extends Section> type, Set<Class<?>> seen) {
        if (seen.add(type)) {
            for (ParameterModel property : SectionModel.of(type).parameters()) {
                if (!property.unwrapped()) {
                    properties.put(type.getSimpleName() + "." + property.name(), 0);
                }
                collect(property.type(), seen);
            }
        }
    }

    /** What finds images in a build is no part of this: the API server sees only what was found. */
    private static boolean isImage(Class<?> type) {
        return io.jenkins.plugins.deployworkload.workload.image.ImageSource.class.isAssignableFrom(type);
    }

    private void section(JsonNode tree, Class<? extends Section> type, Set<String> said) {
        for (ParameterModel property : SectionModel.of(type).parameters()) {
            JsonNode value = property.unwrapped() ? tree : tree.path(property.name());
            if (!property.unwrapped() && !value.isMissingNode() && !value.isNull()) {
                said.add(type.getSimpleName() + "." + property.name());
            }
            value(value, property.type(), said);
        }
    }

    private void value(JsonNode value, ParameterType kind, Set<String> said) {
        switch (kind) {
            case ParameterType.HomogeneousObjectType nested -> section(value, nested.type(), said);
            case ParameterType.ArrayType many -> value.forEach(element -> value(element, many.elementType(), said));
            case ParameterType.HeterogeneousObjectType oneOf ->
                oneOf.alternatives().forEach((name, type) -> {
                    if (!type.isAnnotationPresent(Shorthand.class) && value.has(name)) {
                        section(value.get(name), type, said);
                    }
                });
            case ParameterType.ScalarType ignored -> {}
            case ParameterType.MapType ignored -> {}
        }
    }
}
