package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Stores the revision history of a workload in one ConfigMap, with optimistic locking. A large history is compressed,
 * because a ConfigMap may hold 1 MiB.
 */
public final class RevisionStore {

    static final String NAME_PREFIX = "deploy-workload-";
    static final String PLAIN_KEY = "record.json";
    static final String COMPRESSED_KEY = "record.json.gz";

    /**
     * The size in bytes above which a history is compressed. A smaller history stays plain text, readable with kubectl.
     */
    private static final int COMPRESS_ABOVE = 64 * 1024;

    /**
     * The maximum compressed size in bytes. It is below 1 MiB, because base64 adds a third and the ConfigMap has
     * further fields.
     */
    private static final int MAX_COMPRESSED = 768 * 1024 - 4096;

    private static final ResourceType<ConfigMap> TYPE = ResourceType.of(ConfigMap.class);

    /**
     * A history as stored in the cluster.
     *
     * @param resourceVersion {@code null} if it is not stored yet
     */
    public record StoredHistory(RevisionHistory history, String resourceVersion) {

        StoredHistory withHistory(RevisionHistory other) {
            return new StoredHistory(other, resourceVersion);
        }
    }

    /** Thrown if the history cannot be stored. The message tells why. */
    static final class UnavailableException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    private final Connection connection;
    private final String namespace;
    private final String workload;

    public RevisionStore(Connection connection, String namespace, String workload) {
        this.connection = connection;
        this.namespace = namespace;
        this.workload = workload;
    }

    /** @throws RuntimeException the error of the request, or {@link UnavailableException} */
    public StoredHistory read() {
        ApiRequest request = ApiRequest.get(TYPE.path(namespace, configMapName()), Map.of());
        try {
            return fromConfigMap(
                    connection.apiClient().call(request, ConfigMap.class).object());
        } catch (RuntimeException e) {
            if (ApiErrors.hasCode(e, 404)) {
                return new StoredHistory(RevisionHistory.EMPTY, null);
            }
            throw e;
        }
    }

    /**
     * @throws RuntimeException the error of the request: 409 if another client has written since {@code before} was
     *     read; or {@link UnavailableException}
     */
    StoredHistory write(StoredHistory before, RevisionHistory history) {
        ConfigMap configMap = toConfigMap(history, before.resourceVersion);
        boolean isNew = before.resourceVersion == null;
        ApiRequest request = new ApiRequest(
                isNew ? "POST" : "PUT",
                isNew ? TYPE.path(namespace) : TYPE.path(namespace, configMapName()),
                Map.of("fieldManager", FieldManagers.FIELD_MANAGER),
                "application/json",
                connection.client().getKubernetesSerialization().asJson(configMap));
        ConfigMap written =
                connection.apiClient().call(request, ConfigMap.class).object();
        return new StoredHistory(history, written.getMetadata().getResourceVersion());
    }

    private String configMapName() {
        return NAME_PREFIX + workload;
    }

    private ConfigMap toConfigMap(RevisionHistory history, String resourceVersion) {
        ConfigMapBuilder builder = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(configMapName())
                .withNamespace(namespace)
                .withResourceVersion(resourceVersion)
                .addToLabels(RolloutRequest.NAME_LABEL, workload)
                .addToLabels("app.kubernetes.io/managed-by", FieldManagers.FIELD_MANAGER)
                .endMetadata();
        try {
            byte[] json = Json.MAPPER.writeValueAsBytes(history);
            if (json.length <= COMPRESS_ABOVE) {
                return builder.addToData(PLAIN_KEY, new String(json, StandardCharsets.UTF_8))
                        .build();
            }
            byte[] compressed = compress(json);
            if (compressed.length > MAX_COMPRESSED) {
                throw new UnavailableException(Messages.RevisionStore_tooLarge(compressed.length / 1024));
            }
            return builder.addToBinaryData(COMPRESSED_KEY, Base64.getEncoder().encodeToString(compressed))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private StoredHistory fromConfigMap(ConfigMap configMap) {
        String resourceVersion = configMap.getMetadata().getResourceVersion();
        Map<String, String> labels = configMap.getMetadata().getLabels();
        if (labels == null || !workload.equals(labels.get(RolloutRequest.NAME_LABEL))) {
            throw new UnavailableException(Messages.RevisionStore_foreign(configMapName()));
        }
        try {
            String plain = configMap.getData().get(PLAIN_KEY);
            String compressed = configMap.getBinaryData().get(COMPRESSED_KEY);
            if (plain == null && compressed == null) {
                // An emptied ConfigMap counts as no history and is overwritten.
                return new StoredHistory(RevisionHistory.EMPTY, resourceVersion);
            }
            byte[] json = plain == null
                    ? decompress(Base64.getDecoder().decode(compressed))
                    : plain.getBytes(StandardCharsets.UTF_8);
            RevisionHistory history = Json.MAPPER.readValue(json, RevisionHistory.class);
            if (history == null) {
                throw new UnavailableException(Messages.RevisionStore_unreadable(configMapName()));
            }
            if (history.version() != RevisionHistory.VERSION) {
                throw new UnavailableException(
                        Messages.RevisionStore_unknownVersion(configMapName(), String.valueOf(history.version())));
            }
            return new StoredHistory(history, resourceVersion);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnavailableException(Messages.RevisionStore_unreadable(configMapName()));
        }
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static byte[] decompress(byte[] compressed) throws IOException {
        // Other accounts may write the ConfigMap, so the size is bounded before it is parsed.
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readNBytes(64 * 1024 * 1024);
        }
    }
}
