package io.jenkins.plugins.deployworkload.cluster.access;

import io.jenkins.plugins.deployworkload.policy.Wildcard;
import java.util.Arrays;

/**
 * Patterns that match the full names of jobs ({@code shop/web/main}). A pattern must match the whole name:
 *
 * <ul>
 *   <li>{@code *} matches zero or more characters, but no slash.
 *   <li>{@code **} matches zero or more characters, including slashes.
 *   <li>Any other character, including a slash, matches itself.
 * </ul>
 *
 * <p>{@code shop/**} matches all jobs below {@code shop}, but not {@code shop} itself. {@code web**} matches
 * {@code web}, {@code web2} and {@code web2/main}. Unlike in Ant patterns, the slash in {@code **}{@code /} must match
 * a slash in the name: {@code **}{@code /deploy} matches {@code shop/deploy}, but not {@code deploy}.
 */
public final class JobPattern {

    private JobPattern() {}

    /**
     * Whether the pattern can match the full name of a job. A full name has no empty part, and no slash at its start or
     * end.
     */
    public static boolean isValid(String pattern) {
        return pattern != null
                && !pattern.isBlank()
                && Arrays.stream(pattern.split("/", -1)).noneMatch(String::isBlank);
    }

    /** Whether the pattern matches a job. */
    public static boolean matches(String pattern, String jobFullName) {
        return Wildcard.matches(pattern, jobFullName);
    }
}
