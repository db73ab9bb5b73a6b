package io.jenkins.plugins.deployworkload.cluster;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Gives each resolved credential a key that tells its store, its ID and its configuration from all others. The object stands
 * for all three: each store holds its own objects, an edit replaces the object, and a credential that Jenkins resolves for a
 * single build is an object of that build. Their {@code equals} compares IDs only, which two folders may both use.
 */
final class CredentialKeys {

    private static final Map<Identity, String> KEYS = new HashMap<>();
    private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

    private CredentialKeys() {}

    static String of(Object credential) {
        synchronized (KEYS) {
            for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
                KEYS.remove(gone);
            }
            return KEYS.computeIfAbsent(
                    new Identity(credential), absent -> UUID.randomUUID().toString());
        }
    }

    private static final class Identity extends WeakReference<Object> {

        private final int hash;

        Identity(Object credential) {
            super(credential, COLLECTED);
            this.hash = System.identityHashCode(credential);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Identity identity && get() != null && identity.refersTo(get());
        }
    }
}
