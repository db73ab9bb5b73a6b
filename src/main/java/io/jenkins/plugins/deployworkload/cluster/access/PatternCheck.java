package io.jenkins.plugins.deployworkload.cluster.access;

import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Validates the patterns of a list. */
public final class PatternCheck {

    private static final Pattern LABEL = Pattern.compile("[-a-z0-9*]{1,63}");

    private PatternCheck() {}

    /** Whether the pattern can match a DNS label, such as the name of a namespace or workload. */
    public static boolean isLabelPattern(String pattern) {
        return pattern != null && LABEL.matcher(pattern).matches();
    }

    /** Whether the pattern can match the name of an object, such as {@code web-*}, or {@code monitoring/web-*}. */
    public static boolean isNamePattern(String pattern) {
        int slash = pattern == null ? -1 : pattern.indexOf('/');
        return slash < 0
                ? isLabelPattern(pattern)
                : isLabelPattern(pattern.substring(0, slash)) && isLabelPattern(pattern.substring(slash + 1));
    }

    /** @param message makes the message of a problem from the invalid pattern */
    public static void check(
            String field,
            List<String> patterns,
            Predicate<String> isValid,
            Function<Object, String> message,
            ValidationContext context) {
        for (int i = 0; i < patterns.size(); i++) {
            if (!isValid.test(patterns.get(i))) {
                context.addProblem(FieldPaths.index(field, i), message.apply(patterns.get(i)));
            }
        }
    }
}
