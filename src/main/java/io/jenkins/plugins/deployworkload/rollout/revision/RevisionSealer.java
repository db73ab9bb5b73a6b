package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.deployworkload.client.concurrent.JsonFactories;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compresses and encrypts the objects of a revision, and divides the result into pieces that fit into ConfigMaps. The
 * pieces are decrypted as a whole: without all of them, unchanged and in order, nothing is decrypted.
 */
final class RevisionSealer {

    /** The maximum size of a piece in bytes. Base64 adds a third, and a ConfigMap may hold 1 MiB. */
    static final int MAX_PIECE = 700 * 1024;

    static final int MAX_PIECES = 16;

    /** The maximum size of the objects as JSON, in bytes. */
    static final int MAX_JSON = 16 * 1024 * 1024;

    /** The maximum depth of JSON. A workload in YAML may have 64 levels. */
    static final int MAX_DEPTH = 100;

    /** The maximum number of JSON tokens: values, field names, and ends of objects and lists. */
    static final int MAX_TOKENS = 1_000_000;

    private static final int NONCE_LENGTH = 12;
    private static final int TAG_LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final ObjectMapper BOUNDED = new ObjectMapper(JsonFactories.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_JSON)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .build());

    private final RevisionKeys keys;

    /** The names that a sealed revision is bound to. */
    record Context(String uid, String revisionId, long sequence) {}

    /** Thrown if the objects exceed a limit of this class. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1;

        TooLargeException() {
            super("");
        }
    }

    RevisionSealer(RevisionKeys keys) {
        this.keys = keys;
    }

    /** @throws TooLargeException if {@link #open} would refuse the objects */
    List<byte[]> seal(Context context, List<JsonNode> objects) throws TooLargeException {
        ArrayNode list = Json.MAPPER.createArrayNode().addAll(objects);
        byte[] json;
        try {
            json = Json.MAPPER.writeValueAsBytes(list);
            parse(json);
        } catch (IOException e) {
            throw new TooLargeException();
        }
        return seal(context, json);
    }

    /** Seals any JSON. */
    List<byte[]> seal(Context context, byte[] json) throws TooLargeException {
        byte[] compressed = compress(json);
        int size = NONCE_LENGTH + compressed.length + TAG_LENGTH;
        int count = Math.ceilDiv(size, MAX_PIECE);
        if (count > MAX_PIECES) {
            throw new TooLargeException();
        }
        byte[] nonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        byte[] sealed;
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, context, count, nonce).doFinal(compressed);
            sealed = ByteBuffer.allocate(size).put(nonce).put(encrypted).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        List<byte[]> pieces = new ArrayList<>();
        for (int start = 0; start < size; start += MAX_PIECE) {
            pieces.add(Arrays.copyOfRange(sealed, start, Math.min(size, start + MAX_PIECE)));
        }
        return pieces;
    }

    /**
     * @throws GeneralSecurityException if the pieces were changed, or belong to another revision or application
     * @throws IOException if the decrypted objects exceed a limit or are not JSON
     */
    List<JsonNode> open(Context context, List<byte[]> pieces) throws GeneralSecurityException, IOException {
        int size = pieces.stream().mapToInt(piece -> piece.length).sum();
        if (pieces.size() > MAX_PIECES
                || size < NONCE_LENGTH + TAG_LENGTH
                || pieces.stream().anyMatch(piece -> piece.length > MAX_PIECE)) {
            throw new GeneralSecurityException("size");
        }
        ByteBuffer sealed = ByteBuffer.allocate(size);
        pieces.forEach(sealed::put);
        byte[] nonce = Arrays.copyOf(sealed.array(), NONCE_LENGTH);
        byte[] compressed = cipher(Cipher.DECRYPT_MODE, context, pieces.size(), nonce)
                .doFinal(sealed.array(), NONCE_LENGTH, size - NONCE_LENGTH);
        JsonNode list = parse(decompress(compressed));
        if (!list.isArray()) {
            throw new IOException("not a list");
        }
        List<JsonNode> objects = new ArrayList<>();
        list.forEach(objects::add);
        return objects;
    }

    private Cipher cipher(int mode, Context context, int pieces, byte[] nonce) throws GeneralSecurityException {
        byte[] key = keys.sealingKey(context.uid(), context.revisionId());
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce));
        cipher.updateAAD(keys.sealedContext(context.uid(), context.revisionId(), context.sequence(), pieces));
        return cipher;
    }

    private static JsonNode parse(byte[] json) throws IOException {
        if (json.length > MAX_JSON) {
            throw new IOException("size");
        }
        return BOUNDED.readTree(json);
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] decompress(byte[] compressed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            // One byte more than allowed shows that the limit is exceeded.
            return in.readNBytes(MAX_JSON + 1);
        }
    }
}
