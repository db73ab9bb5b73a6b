package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Checks that a property is unique in a list. */
public final class Duplicates {

    private Duplicates() {}

    /**
     * Reports each element whose value equals that of an earlier element.
     *
     * @param elements may contain null for an invalid element
     * @param value    returns the value that must be unique; null and an empty text are not compared
     * @param list     the property of the list, for the path
     * @param property the property of the elements, for the path; empty if the elements are texts
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
