package io.jenkins.plugins.deployworkload.policy;

import java.util.BitSet;
import java.util.List;

/**
 * Patterns of names whose parts are separated by slashes. {@code *} matches zero or more characters, but no slash;
 * {@code **} matches zero or more characters, including slashes; any other character matches itself.
 */
public final class Wildcard {

    private Wildcard() {}

    public static boolean matchesAny(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    /**
     * Whether the pattern matches the whole name. Takes at most (length of the pattern) × (length of the name) steps,
     * because slow matching would allow users to block Jenkins with a long name.
     */
    public static boolean matches(String pattern, String name) {
        // Contains n if the part of the pattern that has been read so far matches the first n characters of the name.
        BitSet matched = new BitSet();
        matched.set(0);
        for (int i = 0; i < pattern.length() && !matched.isEmpty(); i++) {
            if (pattern.startsWith("**", i)) {
                matched.set(matched.nextSetBit(0), name.length() + 1);
                i++;
            } else if (pattern.charAt(i) == '*') {
                matchStar(matched, name);
            } else {
                matched = matchCharacter(matched, pattern.charAt(i), name);
            }
        }
        return matched.get(name.length());
    }

    private static void matchStar(BitSet matched, String name) {
        for (int at = 0; at < name.length(); at++) {
            if (matched.get(at) && name.charAt(at) != '/') {
                matched.set(at + 1);
            }
        }
    }

    private static BitSet matchCharacter(BitSet matched, char expected, String name) {
        BitSet next = new BitSet();
        for (int at = 0; at < name.length(); at++) {
            if (matched.get(at) && name.charAt(at) == expected) {
                next.set(at + 1);
            }
        }
        return next;
    }
}
