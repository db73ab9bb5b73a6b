package io.jenkins.plugins.deployworkload.cluster;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Gives each credential object a unique key, based on the identity of the Java object. {@code equals} is not suitable,
 * because it compares only the IDs of credentials, and two folders can use the same ID. The identity is suitable,
 * because each credentials store has its own objects, and an edit creates a new object. Jenkins also creates a new
 * object when it resolves a credential for a single build.
 */
final class CredentialKeys {

    private static final Map<Identity, String> KEYS = new HashMap<>();
    private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

    private CredentialKeys() {}

    static String of(Object credential) {
        synchronized (KEYS) {
            for (Reference<?> collected = COLLECTED.poll(); collected != null; collected = COLLECTED.poll()) {
                KEYS.remove(collected);
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
            Object credential = get();
            return this == other
                    || credential != null && other instanceof Identity identity && identity.refersTo(credential);
        }
    }
}
