package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
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
final class RecordStore {

    static final String PREFIX = "deploy-workload-";
    static final String PLAIN = "record.json";
    static final String PACKED = "record.json.gz";

    /** A record that fits one request and reads well in a terminal stays text. */
    private static final int LARGE = 64 * 1024;

    /** Base64 makes four of three, and the ConfigMap has a frame. */
    private static final int LIMIT = 768 * 1024 - 4096;

    private static final ResourceType<ConfigMap> TYPE = ResourceType.of(ConfigMap.class);

    /**
     * A record as it stands in the cluster.
     *
     * @param resourceVersion {@code null} where there is none yet
     */
    record Stored(WorkloadRecord record, String resourceVersion) {

        /** Another record in its place. */
        Stored of(WorkloadRecord other) {
            return new Stored(other, resourceVersion);
        }
    }

    /** Nothing can be kept; the message says why. */
    static final class Unkept extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Unkept(String message) {
            super(message);
        }
    }

    private final Connection connection;
    private final String namespace;
    private final String workload;

    RecordStore(Connection connection, String namespace, String workload) {
        this.connection = connection;
        this.namespace = namespace;
        this.workload = workload;
    }

    CompletableFuture<Stored> read() {
        return connection
                .requests()
                .send(ApiRequest.get(TYPE.path(namespace, name()), Map.of()), ConfigMap.class)
                .thenApply(answer -> stored(answer.object()))
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 404)
                        ? CompletableFuture.completedFuture(new Stored(WorkloadRecord.EMPTY, null))
                        : CompletableFuture.failedFuture(problem));
    }

    /** @return fails with 409 if somebody else has written since {@code before} was read */
    CompletableFuture<Stored> write(Stored before, WorkloadRecord record) {
        ConfigMap map;
        try {
            map = map(record, before.resourceVersion);
        } catch (Unkept e) {
            return CompletableFuture.failedFuture(e);
        }
        boolean first = before.resourceVersion == null;
        ApiRequest request = new ApiRequest(
                first ? "POST" : "PUT",
                first ? TYPE.path(namespace) : TYPE.path(namespace, name()),
                Map.of("fieldManager", Applier.FIELD_MANAGER),
                "application/json",
                connection.client().getKubernetesSerialization().asJson(map));
        return connection
                .requests()
                .send(request, ConfigMap.class)
                .thenApply(ApiAnswer::object)
                .thenApply(written -> new Stored(record, written.getMetadata().getResourceVersion()));
    }

    private String name() {
        return PREFIX + workload;
    }

    private ConfigMap map(WorkloadRecord record, String resourceVersion) {
        ConfigMapBuilder builder = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name())
                .withNamespace(namespace)
                .withResourceVersion(resourceVersion)
                .addToLabels(Rollout.NAME_LABEL, workload)
                .addToLabels("app.kubernetes.io/managed-by", Applier.FIELD_MANAGER)
                .endMetadata();
        try {
            byte[] json = Json.MAPPER.writeValueAsBytes(record);
            if (json.length <= LARGE) {
                return builder.addToData(PLAIN, new String(json, StandardCharsets.UTF_8))
                        .build();
            }
            byte[] packed = pack(json);
            if (packed.length > LIMIT) {
                throw new Unkept(Messages.Record_tooLarge(packed.length / 1024));
            }
            return builder.addToBinaryData(PACKED, Base64.getEncoder().encodeToString(packed))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Stored stored(ConfigMap map) {
        String version = map.getMetadata().getResourceVersion();
        Map<String, String> labels = map.getMetadata().getLabels();
        if (labels == null || !workload.equals(labels.get(Rollout.NAME_LABEL))) {
            throw new Unkept(Messages.Record_foreign(name()));
        }
        try {
            String plain = map.getData().get(PLAIN);
            String packed = map.getBinaryData().get(PACKED);
            if (plain == null && packed == null) {
                // Somebody has emptied it: as good as none, and to be written over.
                return new Stored(WorkloadRecord.EMPTY, version);
            }
            byte[] json =
                    plain == null ? unpack(Base64.getDecoder().decode(packed)) : plain.getBytes(StandardCharsets.UTF_8);
            WorkloadRecord record = Json.MAPPER.readValue(json, WorkloadRecord.class);
            if (record == null) {
                throw new Unkept(Messages.Record_unreadable(name()));
            }
            if (record.version() != WorkloadRecord.VERSION) {
                throw new Unkept(Messages.Record_version(name(), String.valueOf(record.version())));
            }
            return new Stored(record, version);
        } catch (IOException | IllegalArgumentException e) {
            throw new Unkept(Messages.Record_unreadable(name()));
        }
    }

    private static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static byte[] unpack(byte[] packed) throws IOException {
        // What is in the cluster may have been written by anybody: nothing is unpacked without end.
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(64 * 1024 * 1024);
        }
    }
}
