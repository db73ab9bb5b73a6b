package io.jenkins.plugins.deployworkload.cluster;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Which jobs a pattern means, by their full names ({@code shop/web/main}). It means the whole name: {@code *} stands for any
 * characters but slashes, also for none; {@code **} for any characters, slashes too, also for none; and everything else for itself,
 * slashes included. So {@code shop/**} means all that is below {@code shop} and not {@code shop} itself, {@code **}{@code /deploy} means
 * {@code shop/deploy} and not {@code deploy}, {@code shop/**}{@code /deploy} means {@code shop/web/deploy} and not {@code shop/deploy}, and
 * {@code web**} means {@code web}, {@code web2} and {@code web2/main}. Unlike Ant's patterns, where {@code **}{@code /} may be nothing at all.
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
