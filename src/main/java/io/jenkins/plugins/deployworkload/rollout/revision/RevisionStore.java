package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
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
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Reads and writes a workload's record: one ConfigMap, written only over the very version that was read. What is large is
 * packed, as a ConfigMap may hold 1 MiB.
 */
public final class RevisionStore {

    static final String NAME_PREFIX = "deploy-workload-";
    static final String PLAIN_KEY = "record.json";
    static final String COMPRESSED_KEY = "record.json.gz";

    /** A record that fits one request and reads well in a terminal stays text. */
    private static final int COMPRESS_ABOVE = 64 * 1024;

    /** Base64 makes four of three, and the ConfigMap has a frame. */
    private static final int MAX_COMPRESSED = 768 * 1024 - 4096;

    private static final ResourceType<ConfigMap> TYPE = ResourceType.of(ConfigMap.class);

    /**
     * A record as it stands in the cluster.
     *
     * @param resourceVersion {@code null} where there is none yet
     */
    public record StoredHistory(RevisionHistory history, String resourceVersion) {

        /** Another record in its place. */
        StoredHistory withHistory(RevisionHistory other) {
            return new StoredHistory(other, resourceVersion);
        }
    }

    /** Nothing can be kept; the message says why. */
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

    public CompletableFuture<StoredHistory> read() {
        return connection
                .apiClient()
                .send(ApiRequest.get(TYPE.path(namespace, configMapName()), Map.of()), ConfigMap.class)
                .thenApply(answer -> fromConfigMap(answer.object()))
                .exceptionallyCompose(problem -> ApiErrors.hasCode(problem, 404)
                        ? CompletableFuture.completedFuture(new StoredHistory(RevisionHistory.EMPTY, null))
                        : CompletableFuture.failedFuture(problem));
    }

    /** @return fails with 409 if somebody else has written since {@code before} was read */
    CompletableFuture<StoredHistory> write(StoredHistory before, RevisionHistory record) {
        ConfigMap map;
        try {
            map = toConfigMap(record, before.resourceVersion);
        } catch (UnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
        boolean first = before.resourceVersion == null;
        ApiRequest request = new ApiRequest(
                first ? "POST" : "PUT",
                first ? TYPE.path(namespace) : TYPE.path(namespace, configMapName()),
                Map.of("fieldManager", FieldManagers.FIELD_MANAGER),
                "application/json",
                connection.client().getKubernetesSerialization().asJson(map));
        return connection
                .apiClient()
                .send(request, ConfigMap.class)
                .thenApply(ApiResponse::object)
                .thenApply(written ->
                        new StoredHistory(record, written.getMetadata().getResourceVersion()));
    }

    private String configMapName() {
        return NAME_PREFIX + workload;
    }

    private ConfigMap toConfigMap(RevisionHistory record, String resourceVersion) {
        ConfigMapBuilder builder = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(configMapName())
                .withNamespace(namespace)
                .withResourceVersion(resourceVersion)
                .addToLabels(RolloutRequest.NAME_LABEL, workload)
                .addToLabels("app.kubernetes.io/managed-by", FieldManagers.FIELD_MANAGER)
                .endMetadata();
        try {
            byte[] json = Json.MAPPER.writeValueAsBytes(record);
            if (json.length <= COMPRESS_ABOVE) {
                return builder.addToData(PLAIN_KEY, new String(json, StandardCharsets.UTF_8))
                        .build();
            }
            byte[] packed = compress(json);
            if (packed.length > MAX_COMPRESSED) {
                throw new UnavailableException(Messages.RevisionStore_tooLarge(packed.length / 1024));
            }
            return builder.addToBinaryData(COMPRESSED_KEY, Base64.getEncoder().encodeToString(packed))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private StoredHistory fromConfigMap(ConfigMap map) {
        String version = map.getMetadata().getResourceVersion();
        Map<String, String> labels = map.getMetadata().getLabels();
        if (labels == null || !workload.equals(labels.get(RolloutRequest.NAME_LABEL))) {
            throw new UnavailableException(Messages.RevisionStore_foreign(configMapName()));
        }
        try {
            String plain = map.getData().get(PLAIN_KEY);
            String packed = map.getBinaryData().get(COMPRESSED_KEY);
            if (plain == null && packed == null) {
                // Somebody has emptied it: as good as none, and to be written over.
                return new StoredHistory(RevisionHistory.EMPTY, version);
            }
            byte[] json = plain == null
                    ? decompress(Base64.getDecoder().decode(packed))
                    : plain.getBytes(StandardCharsets.UTF_8);
            RevisionHistory record = Json.MAPPER.readValue(json, RevisionHistory.class);
            if (record == null) {
                throw new UnavailableException(Messages.RevisionStore_unreadable(configMapName()));
            }
            if (record.version() != RevisionHistory.VERSION) {
                throw new UnavailableException(
                        Messages.RevisionStore_unknownVersion(configMapName(), String.valueOf(record.version())));
            }
            return new StoredHistory(record, version);
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

    private static byte[] decompress(byte[] packed) throws IOException {
        // What is in the cluster may have been written by anybody: nothing is unpacked without end.
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(64 * 1024 * 1024);
        }
    }
}
