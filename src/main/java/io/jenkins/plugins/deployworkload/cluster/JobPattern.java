package io.jenkins.plugins.deployworkload.cluster;

import java.util.Arrays;
import java.util.BitSet;

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
    static boolean isValid(String pattern) {
        return pattern != null
                && !pattern.isBlank()
                && Arrays.stream(pattern.split("/", -1)).noneMatch(String::isBlank);
    }

    /** Each part of the pattern is gone through once, however many stars there are and however long the name is. */
    static boolean matches(String pattern, String jobFullName) {
        // How many characters of the name the pattern can have taken up to here.
        BitSet taken = new BitSet();
        taken.set(0);
        for (int i = 0; i < pattern.length() && !taken.isEmpty(); i++) {
            if (pattern.startsWith("**", i)) {
                taken.set(taken.nextSetBit(0), jobFullName.length() + 1);
                i++;
            } else if (pattern.charAt(i) == '*') {
                matchStar(taken, jobFullName);
            } else {
                taken = matchCharacter(taken, pattern.charAt(i), jobFullName);
            }
        }
        return taken.get(jobFullName.length());
    }

    private static void matchStar(BitSet taken, String jobFullName) {
        for (int at = 0; at < jobFullName.length(); at++) {
            if (taken.get(at) && jobFullName.charAt(at) != '/') {
                taken.set(at + 1);
            }
        }
    }

    private static BitSet matchCharacter(BitSet taken, char expected, String jobFullName) {
        BitSet next = new BitSet();
        for (int at = 0; at < jobFullName.length(); at++) {
            if (taken.get(at) && jobFullName.charAt(at) == expected) {
                next.set(at + 1);
            }
        }
        return next;
    }
}
