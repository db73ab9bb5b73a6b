package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Report;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The rule that no two elements of a list have the same value in a property. */
final class Unique {

    private Unique() {}

    /**
     * @param elements may hold null where an element could not be read
     * @param value    what must differ; null means that nothing was said, which may stand any number of times
     * @param list     the list's property
     * @param property the property of the elements; empty where they are texts
     */
    static <T> void check(List<T> elements, Function<T, ?> value, String list, String property, Report report) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            Object found = elements.get(i) == null ? null : value.apply(elements.get(i));
            if (found != null && !"".equals(found) && !seen.add(found)) {
                report.problem(
                        list + "[" + i + "]" + (property.isEmpty() ? "" : "." + property),
                        Messages.Unique_Twice(found));
            }
        }
    }
}
