package io.jenkins.plugins.deployworkload.rollout.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The stored revision history of a workload, read and decrypted without the code of the engine. */
final class StoredHistory {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NAME_PREFIX = "deploy-workload-";
    private static final int NONCE_LENGTH = 12;

    private final JsonNode index;
    private final JsonNode healthyObjects;

    StoredHistory(KubernetesClient client, String namespace, String workload) {
        ConfigMap configMap = client.configMaps()
                .inNamespace(namespace)
                .withName(NAME_PREFIX + workload)
                .get();
        String json = configMap == null || configMap.getData() == null
                ? null
                : configMap.getData().get("index.json");
        index = parse(json);
        // Without pieces, the objects could not be stored.
        byte[] sealed = index.at("/healthy/0/pieces").asInt() == 0 ? null : readPieces(client, namespace, workload);
        healthyObjects = sealed == null
                ? MissingNode.getInstance()
                : decrypt(sealed, workload, configMap.getMetadata().getUid());
    }

    /** Returns a missing node for an index that another client has changed into something else. */
    private static JsonNode parse(String json) {
        try {
            return json == null ? MissingNode.getInstance() : MAPPER.readTree(json);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Whether the last healthy revision contains exactly these objects, and no deploy is in progress. */
    boolean isHealthy(List<HasMetadata> objects) {
        return !index.path("inProgress").asBoolean(false) && containsExactly(healthyObjects, objects);
    }

    /** Returns {@code null} if a piece is missing or empty. */
    private byte[] readPieces(KubernetesClient client, String namespace, String workload) {
        String id = index.at("/healthy/0/id").asText();
        int count = index.at("/healthy/0/pieces").asInt();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int piece = 0; piece < count; piece++) {
            ConfigMap configMap = client.configMaps()
                    .inNamespace(namespace)
                    .withName(NAME_PREFIX + workload + "." + id + "." + piece)
                    .get();
            if (configMap == null || !configMap.getBinaryData().containsKey("piece")) {
                return null;
            }
            joined.writeBytes(
                    Base64.getDecoder().decode(configMap.getBinaryData().get("piece")));
        }
        return joined.toByteArray();
    }

    /** Returns a missing node if no key opens the pieces. */
    private JsonNode decrypt(byte[] sealed, String workload, String uid) {
        for (RevisionKey key : List.of(TestCluster.KEY, EngineFault.OTHER_KEY)) {
            try {
                return decrypt(sealed, workload, uid, key.bytes());
            } catch (IOException | GeneralSecurityException e) {
                // Another key, or not the pieces of this revision.
            }
        }
        return MissingNode.getInstance();
    }

    private JsonNode decrypt(byte[] sealed, String workload, String uid, byte[] revisionKey)
            throws IOException, GeneralSecurityException {
        String id = index.at("/healthy/0/id").asText();
        // HKDF-SHA-256 for one block: extract with a fixed salt, then expand.
        byte[] root = hmac("deploy-workload revisions".getBytes(StandardCharsets.UTF_8), revisionKey);
        byte[] info = frame("revision", uid, workload, id);
        byte[] key = hmac(
                root,
                ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array());
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, Arrays.copyOf(sealed, NONCE_LENGTH)));
        String sequence = id.substring(0, Math.max(0, id.indexOf('-')));
        cipher.updateAAD(
                frame(uid, workload, id, sequence, index.at("/healthy/0/pieces").asText()));
        if (sealed.length < NONCE_LENGTH) {
            throw new IOException("cut off");
        }
        byte[] compressed = cipher.doFinal(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH);
        return MAPPER.readTree(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes());
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    /** Each text with its length in front, as four bytes. */
    private static byte[] frame(String... texts) {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            framed.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
            framed.writeBytes(bytes);
        }
        return framed.toByteArray();
    }

    private static boolean containsExactly(JsonNode stored, List<HasMetadata> objects) {
        return stored.size() == objects.size()
                && objects.stream().allMatch(object -> {
                    JsonNode described = MAPPER.valueToTree(object);
                    for (JsonNode entry : stored) {
                        if (LiveObjects.contains(entry, described)) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    @Override
    public String toString() {
        return "latest " + index.at("/latest/id").asText("nothing") + ", healthy "
                + index.at("/healthy/0/id").asText("nothing");
    }
}
