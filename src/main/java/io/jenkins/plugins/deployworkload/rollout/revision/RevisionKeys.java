package io.jenkins.plugins.deployworkload.rollout.revision;

import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The keys of one application, all derived from the {@link RevisionKey}. Each purpose has a key of its own, and each
 * code and key covers the names that it is for, so that no value is valid in another place.
 */
final class RevisionKeys {

    /** The length of {@link #id} in bytes. */
    private static final int ID_LENGTH = 8;

    /** The length of the code in a stamp in bytes: 128 bits. */
    private static final int STAMP_LENGTH = 16;

    private final byte[] root;
    private final String namespace;
    private final String application;

    /** @throws IllegalStateException if the key is too short; the message tells users why */
    RevisionKeys(byte[] key, String namespace, String application) {
        if (key.length < RevisionKey.MIN_BYTES) {
            throw new IllegalStateException(Messages.RevisionKeys_tooShort(RevisionKey.MIN_BYTES));
        }
        this.root = Hkdf.extract("deploy-workload revisions".getBytes(StandardCharsets.UTF_8), key);
        this.namespace = namespace;
        this.application = application;
    }

    /** A fingerprint, which tells apart keys and does not reveal anything about them. */
    String id() {
        return HexFormat.of().formatHex(Hkdf.expand(root, frame("key id"), ID_LENGTH));
    }

    /**
     * The code of an index.
     *
     * @param uid the UID of the ConfigMap. The API server sets the UID, so the code is not valid for a copy in another
     *     namespace or cluster, or for a ConfigMap that was created again
     * @param version the version of the format
     * @param index the stored bytes
     */
    byte[] indexMac(String uid, int version, byte[] index) {
        return mac("index", frame(uid, application, String.valueOf(version)), index);
    }

    /**
     * The code of an object, which tells whether an object has changed without storing the object.
     *
     * @param object the object as canonical JSON, so that equal objects have the same code
     */
    String objectMac(byte[] object) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac("object", frame(namespace, application), object));
    }

    /** The code of a value of a Secret, see {@link SecretHash}. */
    String secretMac(byte[] value) {
        return HexFormat.of().formatHex(mac("secret", frame(namespace, application), value), 0, STAMP_LENGTH);
    }

    /** The code of the annotation that {@link RevisionStamp} writes. */
    String stampMac(String uid, long sequence) {
        byte[] code = mac("stamp", frame(uid, application, String.valueOf(sequence)), new byte[0]);
        return HexFormat.of().formatHex(code, 0, STAMP_LENGTH);
    }

    /** The code of the annotation that {@link OwnerMark} writes. */
    String ownerMac(Owner owner) {
        byte[] context = frame(namespace, application, owner.instance(), owner.id(), owner.name());
        return HexFormat.of().formatHex(mac("owner", context, new byte[0]), 0, STAMP_LENGTH);
    }

    /** The key that encrypts one revision, so that no two revisions share a key. */
    byte[] sealingKey(String uid, String revisionId) {
        return Hkdf.expand(root, frame("revision", uid, application, revisionId), Hkdf.HASH_LENGTH);
    }

    /** The names and numbers that an encrypted revision is bound to. */
    byte[] sealedContext(String uid, String revisionId, long sequence, int pieces) {
        return frame(uid, application, revisionId, String.valueOf(sequence), String.valueOf(pieces));
    }

    private byte[] mac(String purpose, byte[] context, byte[] message) {
        byte[] key = Hkdf.expand(root, frame(purpose), Hkdf.HASH_LENGTH);
        return Hkdf.hmac(
                key,
                ByteBuffer.allocate(context.length + message.length)
                        .put(context)
                        .put(message)
                        .array());
    }

    /** Joins texts, each with its length in front, so that different lists never give the same bytes. */
    private static byte[] frame(String... parts) {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            framed.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            framed.writeBytes(bytes);
        }
        return framed.toByteArray();
    }
}
