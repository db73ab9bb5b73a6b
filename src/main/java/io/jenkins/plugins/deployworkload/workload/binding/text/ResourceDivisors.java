package io.jenkins.plugins.deployworkload.workload.binding.text;

import java.util.Optional;

/**
 * Checks the unit of a resource in an environment variable or a file of the downward API. The rule is the one of the
 * API server, for which 0 is no unit at all.
 */
public final class ResourceDivisors {

    private ResourceDivisors() {}

    /**
     * The problem with a unit that {@link TextRule#DIVISOR} accepts; empty if it is valid.
     *
     * @param divisor the unit; null for the default
     * @param resource the resource with {@code limits.} or {@code requests.}; null if it is invalid
     */
    public static Optional<String> problem(String divisor, String resource) {
        if (divisor == null || resource == null || divisor.matches("|0|1")) {
            return Optional.empty();
        }
        return resource.endsWith(".cpu") == divisor.equals("1m")
                ? Optional.empty()
                : Optional.of(Messages.ResourceDivisors_WrongUnit(divisor, resource));
    }
}
