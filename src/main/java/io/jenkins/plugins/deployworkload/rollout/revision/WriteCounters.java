package io.jenkins.plugins.deployworkload.rollout.revision;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers, for each index that this process has read or written, the highest {@link RevisionHistory#writes}. An index
 * with a lower number is an older one that somebody has restored.
 */
final class WriteCounters {

    /** When more are known, the index that was used least recently is forgotten. */
    private static final int MAX_ENTRIES = 10_000;

    private record Index(String server, String uid) {}

    private final Map<Index, Long> highest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Index, Long> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    /** The highest number that was recorded; 0 if none was. */
    synchronized long highest(String server, String uid) {
        return highest.getOrDefault(new Index(server, uid), 0L);
    }

    synchronized void record(String server, String uid, long writes) {
        highest.merge(new Index(server, uid), writes, Math::max);
    }
}
