package io.jenkins.plugins.deployworkload.cluster.suggestions;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Names in a response of the API server, with their values: those of a label or taint, or the quantities of a resource.
 *
 * @param more whether the response is incomplete because of its limit
 */
record Listing(SortedMap<String, SortedSet<String>> entries, boolean more) {

    Listing {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    Set<String> names() {
        return entries.keySet();
    }

    SortedSet<String> valuesOf(String name) {
        return entries.getOrDefault(name, Collections.emptySortedSet());
    }

    static final class Builder {
        private final SortedMap<String, SortedSet<String>> entries = new TreeMap<>();

        void addName(String name) {
            entries.computeIfAbsent(name, absent -> new TreeSet<>());
        }

        void addValue(String name, String value) {
            addName(name);
            entries.get(name).add(value);
        }

        Listing build(boolean more) {
            return new Listing(entries, more);
        }
    }
}
