package io.jenkins.plugins.deployworkload.cluster;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Which jobs a pattern means, by their full names ({@code shop/web/main}): {@code *} stands for any part of one name,
 * {@code **} for any number of names, and everything else for itself.
 */
final class JobPattern {

    private JobPattern() {}

    /** Whether there can be a job that this pattern means: full names neither begin nor end with a slash. */
    static boolean valid(String pattern) {
        return pattern != null
                && !pattern.isBlank()
                && Arrays.stream(pattern.split("/", -1)).noneMatch(String::isBlank);
    }

    static boolean matches(String pattern, String jobFullName) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (pattern.charAt(i) == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(pattern.substring(i, i + 1)));
            }
        }
        return Pattern.matches(regex.toString(), jobFullName);
    }
}
