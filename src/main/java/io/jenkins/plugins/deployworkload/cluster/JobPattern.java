package io.jenkins.plugins.deployworkload.cluster;

import java.util.Arrays;
import java.util.BitSet;

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
final class JobPattern {

    private JobPattern() {}

    /**
     * Whether the pattern can match the full name of a job. A full name has no empty part, and no slash at its start or
     * end.
     */
    static boolean isValid(String pattern) {
        return pattern != null
                && !pattern.isBlank()
                && Arrays.stream(pattern.split("/", -1)).noneMatch(String::isBlank);
    }

    /**
     * Whether the pattern matches a job. Takes at most (length of the pattern) × (length of the name) steps, because
     * slow matching would allow users to block Jenkins with the name of a job.
     */
    static boolean matches(String pattern, String jobFullName) {
        // Contains n if the part of the pattern that has been read so far matches the first n characters of the name.
        BitSet matched = new BitSet();
        matched.set(0);
        for (int i = 0; i < pattern.length() && !matched.isEmpty(); i++) {
            if (pattern.startsWith("**", i)) {
                matched.set(matched.nextSetBit(0), jobFullName.length() + 1);
                i++;
            } else if (pattern.charAt(i) == '*') {
                matchStar(matched, jobFullName);
            } else {
                matched = matchCharacter(matched, pattern.charAt(i), jobFullName);
            }
        }
        return matched.get(jobFullName.length());
    }

    private static void matchStar(BitSet matched, String jobFullName) {
        for (int at = 0; at < jobFullName.length(); at++) {
            if (matched.get(at) && jobFullName.charAt(at) != '/') {
                matched.set(at + 1);
            }
        }
    }

    private static BitSet matchCharacter(BitSet matched, char expected, String jobFullName) {
        BitSet next = new BitSet();
        for (int at = 0; at < jobFullName.length(); at++) {
            if (matched.get(at) && jobFullName.charAt(at) == expected) {
                next.set(at + 1);
            }
        }
        return next;
    }
}
