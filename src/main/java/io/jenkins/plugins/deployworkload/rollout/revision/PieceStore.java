package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Stores the pieces of a revision, each in a ConfigMap of its own. The index owns the ConfigMaps, so that the garbage
 * collector of the cluster deletes them with the index.
 */
final class PieceStore {

    private static final Logger LOGGER = Logger.getLogger(PieceStore.class.getName());

    static final String PIECE_KEY = "piece";

    private static final ResourceType<ConfigMap> TYPE = ResourceType.of(ConfigMap.class);

    /** The end of the name of a piece: the id of its revision, and its number. */
    private static final Pattern PIECE = Pattern.compile(".*\\.([0-9]{1,18}-[0-9a-f]{16})\\.([0-9]{1,3})");

    /** Enough for all pieces of an application. A later search finds the rest. */
    private static final String PAGE_SIZE = "500";

    private final Connection connection;
    private final String namespace;
    private final String workload;

    /** The index that owns the pieces. */
    record Owner(String name, String uid) {}

    PieceStore(Connection connection, String namespace, String workload) {
        this.connection = connection;
        this.namespace = namespace;
        this.workload = workload;
    }

    /** @throws RuntimeException the error of a request */
    void write(Owner owner, String revisionId, List<byte[]> pieces) {
        VirtualThreads.forEach(numbers(pieces.size()), number -> {
            write(owner, name(revisionId, number), pieces.get(number));
            return null;
        });
    }

    private void write(Owner owner, String name, byte[] piece) {
        String configMap = connection
                .apiClient()
                .serialization()
                .asJson(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels(RolloutRequest.NAME_LABEL, workload)
                        .addToLabels("app.kubernetes.io/managed-by", FieldManagers.FIELD_MANAGER)
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName(owner.name())
                        .withUid(owner.uid())
                        .endOwnerReference()
                        .endMetadata()
                        .addToBinaryData(PIECE_KEY, Base64.getEncoder().encodeToString(piece))
                        .build());
        try {
            send("POST", TYPE.path(namespace), configMap);
        } catch (RuntimeException e) {
            if (!ApiErrors.hasCode(e, 409)) {
                throw e;
            }
            // An earlier attempt of this request has succeeded, although its answer was lost.
            send("PUT", TYPE.path(namespace, name), configMap);
        }
    }

    private void send(String method, String path, String body) {
        connection
                .apiClient()
                .call(
                        new ApiRequest(
                                method,
                                path,
                                Map.of("fieldManager", FieldManagers.FIELD_MANAGER),
                                "application/json",
                                body),
                        ConfigMap.class);
    }

    /**
     * @throws UnusableRevisionException if a piece is missing or is none
     * @throws RuntimeException the error of a request
     */
    List<byte[]> read(RevisionHistory.Revision revision) {
        List<ConfigMap> found =
                VirtualThreads.forEach(numbers(revision.pieces()), number -> readOrNull(name(revision.id(), number)));
        int missing = found.indexOf(null);
        if (missing >= 0) {
            throw new UnusableRevisionException(Messages.PieceStore_missing(name(revision.id(), missing)));
        }
        try {
            return found.stream().map(PieceStore::piece).toList();
        } catch (IllegalArgumentException e) {
            throw UnusableRevisionException.altered(revision.id());
        }
    }

    private ConfigMap readOrNull(String name) {
        try {
            return connection
                    .apiClient()
                    .call(ApiRequest.get(TYPE.path(namespace, name), Map.of()), ConfigMap.class)
                    .object();
        } catch (RuntimeException e) {
            if (ApiErrors.hasCode(e, 404)) {
                return null;
            }
            throw e;
        }
    }

    /** @throws IllegalArgumentException if the ConfigMap contains no piece */
    private static byte[] piece(ConfigMap configMap) {
        Map<String, String> data = configMap.getBinaryData() == null ? Map.of() : configMap.getBinaryData();
        return Base64.getDecoder().decode(data.getOrDefault(PIECE_KEY, ""));
    }

    /** Deletes the pieces of a revision. A failure is only logged, because superfluous pieces do no harm. */
    void delete(String revisionId, int count) {
        VirtualThreads.forEach(numbers(count), number -> {
            delete(name(revisionId, number), "{}");
            return null;
        });
    }

    /**
     * Deletes the index, if it still has this resourceVersion. A failure is only logged.
     *
     * @return whether it is deleted
     */
    boolean deleteOwner(Owner owner, String resourceVersion) {
        ObjectNode options = Json.MAPPER.createObjectNode();
        options.putObject("preconditions").put("uid", owner.uid()).put("resourceVersion", resourceVersion);
        return delete(owner.name(), options.toString());
    }

    /**
     * Deletes the pieces of some revisions, of whatever number. A failure is only logged, because superfluous pieces do no
     * harm.
     *
     * @param isOrphaned receives the id of a revision
     */
    void deleteOrphans(Owner owner, Predicate<String> isOrphaned) {
        ApiRequest request = ApiRequest.metadata(
                TYPE.path(namespace),
                Map.of("labelSelector", RolloutRequest.NAME_LABEL + "=" + workload, "limit", PAGE_SIZE));
        try {
            List<String> orphans = new ArrayList<>();
            for (JsonNode item : connection
                    .apiClient()
                    .call(request, JsonNode.class)
                    .object()
                    .path("items")) {
                JsonNode metadata = item.path("metadata");
                String name = metadata.path("name").asText();
                Matcher piece = PIECE.matcher(name);
                if (owner.uid().equals(metadata.at("/ownerReferences/0/uid").asText())
                        && piece.matches()
                        && name.equals(name(piece.group(1), Integer.parseInt(piece.group(2))))
                        && isOrphaned.test(piece.group(1))) {
                    orphans.add(name);
                }
            }
            VirtualThreads.forEach(orphans, name -> {
                delete(name, "{}");
                return null;
            });
        } catch (RuntimeException e) {
            LOGGER.log(Level.FINE, "Orphaned pieces of a revision were not looked for", e);
        }
    }

    private boolean delete(String name, String options) {
        try {
            ApiRequest request =
                    new ApiRequest("DELETE", TYPE.path(namespace, name), Map.of(), "application/json", options);
            connection.apiClient().call(request, JsonNode.class);
            return true;
        } catch (RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "The superfluous ConfigMap " + name + " was not deleted");
            return ApiErrors.hasCode(e, 404);
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private String name(String revisionId, int number) {
        return RevisionStore.NAME_PREFIX + workload + "." + revisionId + "." + number;
    }
}
