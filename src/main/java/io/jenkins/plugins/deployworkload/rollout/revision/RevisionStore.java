package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.JsonFactories;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;

/**
 * Stores the index of an application in one ConfigMap, with optimistic locking. Other accounts may write the ConfigMap,
 * so its content is used only after its code was verified, which happens before anything is parsed.
 */
final class RevisionStore {

    static final String NAME_PREFIX = RolloutRequest.REVISIONS_PREFIX;
    static final String INDEX_KEY = "index.json";
    static final String MAC_KEY = "mac";
    static final String KEY_ID_KEY = "keyId";
    static final String VERSION_KEY = "version";

    /** The key of version 1; its binary data had the suffix {@code .gz}. */
    static final String OLD_KEY = "record.json";

    /** The maximum size of an index in bytes. A ConfigMap may hold 1 MiB. */
    private static final int MAX_INDEX = 1000 * 1024;

    private static final int MAX_DEPTH = 20;

    private static final int MAX_TOKENS = 500_000;

    private static final ObjectMapper BOUNDED = new ObjectMapper(JsonFactories.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_INDEX)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .build());

    private static final ResourceType<ConfigMap> TYPE = ResourceType.of(ConfigMap.class);

    private final Connection connection;
    private final String namespace;
    private final String workload;
    private final RevisionKeys keys;
    private final WriteCounters counters;

    /**
     * An index as stored in the cluster.
     *
     * @param history {@link RevisionHistory#EMPTY} if the index is absent, empty or not trusted
     * @param uid the UID of the ConfigMap; {@code null} if it is absent
     * @param resourceVersion {@code null} if the ConfigMap is absent
     * @param untrusted why the stored index is not used; {@code null} if it is used
     */
    record StoredHistory(RevisionHistory history, String uid, String resourceVersion, UntrustedReason untrusted) {

        private static final StoredHistory ABSENT = new StoredHistory(RevisionHistory.EMPTY, null, null, null);

        StoredHistory withHistory(RevisionHistory other) {
            return new StoredHistory(other, uid, resourceVersion, null);
        }

        /** Whether another client has deleted the history since the earlier read. */
        boolean isMissingSince(StoredHistory earlier) {
            return untrusted == null && history.latest() == null && earlier != null && earlier.history.latest() != null;
        }

        StoredHistory withUntrusted(UntrustedReason reason) {
            return new StoredHistory(RevisionHistory.DISCARDED, uid, resourceVersion, reason);
        }
    }

    /** Thrown if the history cannot be stored. The message tells why. */
    static final class UnavailableException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    RevisionStore(Connection connection, String namespace, String workload, RevisionKeys keys, WriteCounters counters) {
        this.connection = connection;
        this.namespace = namespace;
        this.workload = workload;
        this.keys = keys;
        this.counters = counters;
    }

    static String configMapName(String workload) {
        return NAME_PREFIX + workload;
    }

    private String configMapName() {
        return configMapName(workload);
    }

    PieceStore.Owner owner(StoredHistory stored) {
        return new PieceStore.Owner(configMapName(), stored.uid());
    }

    /** @throws RuntimeException the error of the request, or {@link UnavailableException} */
    StoredHistory read() {
        StoredHistory found = readOnce();
        if (isOlder(found, highestWrites(found))) {
            // Another thread may have recorded a newer index while this answer was on its way. A second answer is at
            // least as new as everything that was recorded before its request.
            long expected = highestWrites(found);
            StoredHistory again = readOnce();
            found = again.uid() != null && again.uid().equals(found.uid()) && isOlder(again, expected)
                    ? again.withUntrusted(
                            again.history().writes() == 0 ? UntrustedReason.MISSING : UntrustedReason.REPLAYED)
                    : again;
        }
        if (found.uid() != null && found.untrusted() == null) {
            counters.record(
                    connection.apiClient().server(),
                    found.uid(),
                    found.history().writes());
        }
        return found;
    }

    private static boolean isOlder(StoredHistory found, long highestWrites) {
        return found.untrusted() == null && found.history().writes() < highestWrites;
    }

    private long highestWrites(StoredHistory stored) {
        return stored.uid() == null
                ? 0
                : counters.highest(connection.apiClient().server(), stored.uid());
    }

    private StoredHistory readOnce() {
        ApiRequest request = ApiRequest.get(TYPE.path(namespace, configMapName()), Map.of());
        ConfigMap found;
        try {
            found = connection.apiClient().call(request, ConfigMap.class).object();
        } catch (RuntimeException e) {
            if (ApiErrors.hasCode(e, 404)) {
                return StoredHistory.ABSENT;
            }
            throw e;
        }
        Map<String, String> labels = found.getMetadata().getLabels();
        if (labels == null || !workload.equals(labels.get(RolloutRequest.NAME_LABEL))) {
            throw new UnavailableException(Messages.RevisionStore_foreign(configMapName()));
        }
        return verify(found);
    }

    private StoredHistory verify(ConfigMap found) {
        StoredHistory stored = new StoredHistory(
                RevisionHistory.EMPTY,
                found.getMetadata().getUid(),
                found.getMetadata().getResourceVersion(),
                null);
        Map<String, String> data = found.getData() == null ? Map.of() : found.getData();
        Map<String, String> binaryData = found.getBinaryData() == null ? Map.of() : found.getBinaryData();
        if (data.isEmpty() && binaryData.isEmpty()) {
            return stored;
        }
        String index = data.getOrDefault(INDEX_KEY, "");
        byte[] bytes = index.getBytes(StandardCharsets.UTF_8);
        byte[] code = Base64.getEncoder()
                .encodeToString(keys.indexMac(stored.uid(), RevisionHistory.VERSION, bytes))
                .getBytes(StandardCharsets.UTF_8);
        byte[] storedCode = data.getOrDefault(MAC_KEY, "").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(code, storedCode)) {
            return stored.withUntrusted(reason(data, binaryData));
        }
        try {
            return stored.withHistory(parse(bytes));
        } catch (IOException | RuntimeException e) {
            return stored.withUntrusted(UntrustedReason.UNREADABLE);
        }
    }

    private UntrustedReason reason(Map<String, String> data, Map<String, String> binaryData) {
        if (!data.containsKey(INDEX_KEY) && (data.containsKey(OLD_KEY) || binaryData.containsKey(OLD_KEY + ".gz"))) {
            return UntrustedReason.OLD_FORMAT;
        }
        String version = String.valueOf(RevisionHistory.VERSION);
        if (!version.equals(data.getOrDefault(VERSION_KEY, version))) {
            return UntrustedReason.OTHER_VERSION;
        }
        return keys.id().equals(data.getOrDefault(KEY_ID_KEY, keys.id()))
                ? UntrustedReason.CHANGED
                : UntrustedReason.OTHER_KEY;
    }

    static RevisionHistory parse(byte[] index) throws IOException {
        RevisionHistory history = BOUNDED.readValue(index, RevisionHistory.class);
        if (history == null || history.version() != RevisionHistory.VERSION) {
            throw new IOException("version");
        }
        return history;
    }

    /**
     * Creates an empty index, because the code of an index needs its UID.
     *
     * @throws RuntimeException the error of the request: 409 if another client has created the ConfigMap
     */
    StoredHistory create() {
        ApiRequest request = new ApiRequest(
                "POST",
                TYPE.path(namespace),
                Map.of("fieldManager", FieldManagers.FIELD_MANAGER),
                "application/json",
                connection.apiClient().serialization().asJson(metadata().build()));
        ConfigMap created =
                connection.apiClient().call(request, ConfigMap.class).object();
        return new StoredHistory(
                RevisionHistory.EMPTY,
                created.getMetadata().getUid(),
                created.getMetadata().getResourceVersion(),
                null);
    }

    /**
     * @param before an existing index
     * @throws RuntimeException the error of the request: 409 if another client has written since {@code before} was
     *     read; or {@link UnavailableException}
     */
    StoredHistory write(StoredHistory before, RevisionHistory update) {
        // The time makes the number of a new history in an existing ConfigMap higher than all earlier ones.
        long writes =
                Math.max(Math.max(before.history().writes(), highestWrites(before)) + 1, System.currentTimeMillis());
        RevisionHistory history = update.withWrites(writes);
        byte[] index = toJson(history);
        if (index.length > MAX_INDEX) {
            throw new UnavailableException(Messages.RevisionStore_tooLarge(index.length / 1024));
        }
        ConfigMap configMap = metadata()
                .editMetadata()
                .withUid(before.uid())
                .withResourceVersion(before.resourceVersion())
                .endMetadata()
                .addToData(INDEX_KEY, new String(index, StandardCharsets.UTF_8))
                .addToData(
                        MAC_KEY,
                        Base64.getEncoder().encodeToString(keys.indexMac(before.uid(), RevisionHistory.VERSION, index)))
                .addToData(KEY_ID_KEY, keys.id())
                .addToData(VERSION_KEY, String.valueOf(RevisionHistory.VERSION))
                .build();
        ApiRequest request = new ApiRequest(
                "PUT",
                TYPE.path(namespace, configMapName()),
                Map.of("fieldManager", FieldManagers.FIELD_MANAGER),
                "application/json",
                connection.apiClient().serialization().asJson(configMap));
        ConfigMap written;
        try {
            written = connection.apiClient().call(request, ConfigMap.class).object();
        } catch (RuntimeException e) {
            if (ApiErrors.hasCode(e, 422)) {
                throw new UnavailableException(
                        Messages.RevisionStore_refused(configMapName(), Sentences.of(e.getMessage())));
            }
            throw e;
        }
        counters.record(connection.apiClient().server(), before.uid(), writes);
        return new StoredHistory(history, before.uid(), written.getMetadata().getResourceVersion(), null);
    }

    private ConfigMapBuilder metadata() {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(configMapName())
                .withNamespace(namespace)
                .addToLabels(RolloutRequest.NAME_LABEL, workload)
                .addToLabels("app.kubernetes.io/managed-by", FieldManagers.FIELD_MANAGER)
                .endMetadata();
    }

    static byte[] toJson(RevisionHistory history) {
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(history);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
