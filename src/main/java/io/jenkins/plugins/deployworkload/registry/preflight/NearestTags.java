package io.jenkins.plugins.deployworkload.registry.preflight;

import io.jenkins.plugins.deployworkload.registry.TagOrder;
import java.util.Comparator;
import java.util.List;

/** Finds the tags that a person may have meant instead of a tag that does not exist. */
final class NearestTags {

    private static final int MAX_TAGS = 3;

    private NearestTags() {}

    /** The tags with the fewest changed characters, at most three. Among equal ones, newer versions come first. */
    static List<String> of(String tag, List<String> tags) {
        return TagOrder.newestFirst(tags).stream()
                .sorted(Comparator.comparingInt(other -> distance(tag, other)))
                .limit(MAX_TAGS)
                .toList();
    }

    /** The Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
