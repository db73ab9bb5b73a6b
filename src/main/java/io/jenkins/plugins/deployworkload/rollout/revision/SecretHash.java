package io.jenkins.plugins.deployworkload.rollout.revision;

import java.nio.charset.StandardCharsets;

/**
 * Calculates hashes of values of Secrets with a key, so that nobody without the key can find out a value by trying all
 * likely ones.
 */
public final class SecretHash {

    private final RevisionKeys keys;

    /** @throws IllegalStateException if there is no usable key; the message tells users why */
    public SecretHash(RevisionKey key, String namespace, String application) {
        keys = new RevisionKeys(key.bytes(), namespace, application);
    }

    /** Returns 32 hexadecimal digits. */
    public String of(String value) {
        return keys.secretMac(value.getBytes(StandardCharsets.UTF_8));
    }
}
