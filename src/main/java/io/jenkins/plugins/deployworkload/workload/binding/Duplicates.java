package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The rule that no two elements of a list have the same value in a property. */
public final class Duplicates {

    private Duplicates() {}

    /**
     * @param elements may hold null where an element could not be read
     * @param value    what must differ; null means that nothing was said, which may stand any number of times
     * @param list     the list's property
     * @param property the property of the elements; empty where they are texts
     */
    public static <T> void check(
            List<T> elements, Function<T, ?> value, String list, String property, ValidationContext report) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            Object found = elements.get(i) == null ? null : value.apply(elements.get(i));
            if (found != null && !"".equals(found) && !seen.add(found)) {
                report.addProblem(
                        list + "[" + i + "]" + (property.isEmpty() ? "" : "." + property),
                        Messages.Duplicates_Duplicate(found));
            }
        }
    }
}
