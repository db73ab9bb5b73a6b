package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests a known name for a misspelled one. */
public final class DidYouMean {

    /** In characters. Longer names get no suggestion. The longest known name is about half as long. */
    private static final int MAX_LENGTH = 100;

    private DidYouMean() {}

    public static Optional<String> suggest(String name, Collection<String> known) {
        if (name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(lowerCase, candidate.toLowerCase(Locale.ROOT))))
                .filter(candidate ->
                        distance(lowerCase, candidate.toLowerCase(Locale.ROOT)) <= Math.max(2, candidate.length() / 3));
    }

    /**
     * The Levenshtein distance of two names: the smallest number of characters to insert, delete or replace to turn one
     * name into the other.
     */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
