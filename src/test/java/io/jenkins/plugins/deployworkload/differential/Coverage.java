package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import io.jenkins.plugins.deployworkload.workload.image.ImageSource;
import io.jenkins.plugins.deployworkload.workload.rules.RuleTable;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts the cases that set each property, and the cases that break one rule and no other. */
final class Coverage {

    private final Map<String, Integer> properties = new TreeMap<>();
    private final Map<String, Integer> rules = new TreeMap<>();
    private int cases;
    private int faulty;

    Coverage() {
        collect(new ParameterType.HomogeneousObjectType(Workload.class), new HashSet<>());
        RuleTable.rules().forEach(rule -> rules.put(rule.name(), 0));
    }

    void add(WorkloadGenerator.Case testCase, boolean brokenAlone) {
        cases++;
        Set<String> setProperties = new HashSet<>();
        section(testCase.tree(), Workload.class, setProperties);
        setProperties.forEach(property -> properties.computeIfPresent(property, (name, count) -> count + 1));
        if (!testCase.brokenRules().isEmpty()) {
            faulty++;
        }
        if (brokenAlone) {
            rules.merge(testCase.brokenRules().get(0).name(), 1, Integer::sum);
        }
    }

    /** The property that is set in the fewest cases, with the number of cases. */
    Map.Entry<String, Integer> leastCoveredProperty() {
        return least(properties);
    }

    /** The rule that the fewest cases break as their only rule, with the number of cases. */
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

    private void collect(ParameterType type, Set<Class<?>> seen) {
        switch (type) {
            case ParameterType.HomogeneousObjectType nested -> collectSection(nested.type(), seen);
            case ParameterType.HeterogeneousObjectType oneOf ->
                oneOf.alternatives().values().stream()
                        .filter(alternative -> !isImage(alternative))
                        .forEach(alternative -> collectSection(alternative, seen));
            case ParameterType.ArrayType array -> collect(array.elementType(), seen);
            case ParameterType.ScalarType ignored -> {}
            case ParameterType.MapType ignored -> {}
            case ParameterType.YamlType ignored -> {}
        }
    }

    private void collectSection(Class<? extends Section> type, Set<Class<?>> seen) {
        if (seen.add(type)) {
            for (ParameterModel parameter : SectionModel.of(type).parameters()) {
                if (!SectionGenerator.isGenerated(parameter)) {
                    continue;
                }
                if (!parameter.unwrapped()) {
                    properties.put(type.getSimpleName() + "." + parameter.name(), 0);
                }
                collect(parameter.type(), seen);
            }
        }
    }

    /** Image sources are excluded: the API server only sees the resolved image. */
    private static boolean isImage(Class<?> type) {
        return ImageSource.class.isAssignableFrom(type);
    }

    private void section(JsonNode tree, Class<? extends Section> type, Set<String> setProperties) {
        for (ParameterModel parameter : SectionModel.of(type).parameters()) {
            JsonNode value = parameter.unwrapped() ? tree : tree.path(parameter.name());
            if (!parameter.unwrapped() && !value.isMissingNode() && !value.isNull()) {
                setProperties.add(type.getSimpleName() + "." + parameter.name());
            }
            value(value, parameter.type(), setProperties);
        }
    }

    private void value(JsonNode value, ParameterType type, Set<String> setProperties) {
        switch (type) {
            case ParameterType.HomogeneousObjectType nested -> section(value, nested.type(), setProperties);
            case ParameterType.ArrayType array ->
                value.forEach(element -> value(element, array.elementType(), setProperties));
            case ParameterType.HeterogeneousObjectType oneOf ->
                oneOf.alternatives().forEach((name, alternative) -> {
                    if (!alternative.isAnnotationPresent(Shorthand.class) && value.has(name)) {
                        section(value.get(name), alternative, setProperties);
                    }
                });
            case ParameterType.ScalarType ignored -> {}
            case ParameterType.MapType ignored -> {}
            case ParameterType.YamlType ignored -> {}
        }
    }
}
