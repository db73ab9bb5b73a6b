package io.jenkins.plugins.deployworkload.cluster.suggestions;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The names in a response of the API server, such as object names, label keys or resource names. Labels and taints have
 * values, and resources have quantities.
 *
 * @param more whether the response is incomplete, because the request limits the number of objects
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
