package io.jenkins.plugins.deployworkload.rollout.revision;

/** Protects the stored revisions of an engine: holds the key, and remembers how new each index was. */
public final class RevisionProtection {

    private final RevisionKey key;
    private final WriteCounters counters = new WriteCounters();

    public RevisionProtection(RevisionKey key) {
        this.key = key;
    }

    /** @throws IllegalStateException if there is no usable key; the message tells users why */
    RevisionKeys keys(String namespace, String application) {
        return new RevisionKeys(key.bytes(), namespace, application);
    }

    WriteCounters counters() {
        return counters;
    }
}
