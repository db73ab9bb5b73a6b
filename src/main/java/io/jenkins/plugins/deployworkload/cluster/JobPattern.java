package io.jenkins.plugins.deployworkload.cluster;

import java.util.regex.Pattern;

/**
 * Which jobs a pattern means, by their full names ({@code shop/web/main}): {@code *} stands for any part of one name,
 * {@code **} for any number of names, and everything else for itself.
 */
final class JobPattern {

    private JobPattern() {}

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
