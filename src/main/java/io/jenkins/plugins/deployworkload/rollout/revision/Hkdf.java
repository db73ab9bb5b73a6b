package io.jenkins.plugins.deployworkload.rollout.revision;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives keys with HKDF-SHA-256.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869</a>
 */
final class Hkdf {

    /** The length of a SHA-256 hash in bytes. */
    static final int HASH_LENGTH = 32;

    /** A key can have at most 255 blocks, because one byte counts the blocks. */
    private static final int MAX_LENGTH = 255 * HASH_LENGTH;

    private static final String ALGORITHM = "HmacSHA256";

    private Hkdf() {}

    /**
     * @param salt a value that need not be secret; empty for none
     * @return a pseudorandom key of 32 bytes
     */
    static byte[] extract(byte[] salt, byte[] keyMaterial) {
        // A key of zeros and an empty key are the same for HMAC, but SecretKeySpec refuses an empty key.
        return hmac(salt.length == 0 ? new byte[HASH_LENGTH] : salt, keyMaterial);
    }

    /**
     * @param pseudorandomKey the result of {@link #extract}
     * @param info what the derived key is for; different values give independent keys
     * @param length the length of the derived key in bytes, from 1 to 8160
     */
    static byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("length " + length);
        }
        ByteBuffer derived = ByteBuffer.allocate(length);
        byte[] block = {};
        for (byte counter = 1; derived.hasRemaining(); counter++) {
            block = hmac(
                    pseudorandomKey,
                    ByteBuffer.allocate(block.length + info.length + 1)
                            .put(block)
                            .put(info)
                            .put(counter)
                            .array());
            derived.put(block, 0, Math.min(block.length, derived.remaining()));
        }
        return derived.array();
    }

    static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            // Every Java platform has HmacSHA256.
            throw new IllegalStateException(e);
        }
    }
}
