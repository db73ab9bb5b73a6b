package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Checks that a property is unique in a list. */
public final class Duplicates {

    private Duplicates() {}

    /**
     * Reports each element that has the same value as an earlier element.
     *
     * @param elements the elements of the list; an invalid element is null
     * @param value    returns the value that must be unique; null and empty values are ignored
     * @param list     the property that holds the list; part of the problem's path
     * @param property the property that must be unique among the elements; part of the problem's path; empty if the
     *     elements are strings
     */
    public static <T> void check(
            List<T> elements, Function<T, ?> value, String list, String property, ValidationContext context) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            Object current = elements.get(i) == null ? null : value.apply(elements.get(i));
            if (current != null && !"".equals(current) && !seen.add(current)) {
                context.addProblem(
                        list + "[" + i + "]" + (property.isEmpty() ? "" : "." + property),
                        Messages.Duplicates_DuplicateValue(current));
            }
        }
    }
}
