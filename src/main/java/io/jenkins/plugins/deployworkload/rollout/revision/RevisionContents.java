package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Stores the objects of revisions, encrypted, and calculates the codes of objects. Secrets are not stored. */
final class RevisionContents {

    private static final ObjectWriter CANONICAL = Json.MAPPER.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final Connection connection;
    private final String namespace;
    private final String workload;
    private final RevisionKeys keys;
    /** Each activation whose sequence is a multiple of this looks for orphaned pieces, which costs one request. */
    static final int CLEAN_UP_INTERVAL = 10;

    /**
     * How many activations older than the latest one an orphaned piece is at least. A deploy that still stores its
     * revision has read the index after them.
     */
    private static final int MIN_AGE = 5;

    private final RevisionSealer sealer;
    private final PieceStore pieces;
    private final Map<IdentityKey, Description> descriptions = new ConcurrentHashMap<>();

    /** @param code the code of the object, see {@link RevisionKeys#objectMac} */
    record Description(JsonNode json, String code) {}

    /** @param keys {@code null} if no history is available; then only the constructor is called */
    RevisionContents(Connection connection, String namespace, String workload, RevisionKeys keys) {
        this.connection = connection;
        this.namespace = namespace;
        this.workload = workload;
        this.keys = keys;
        this.sealer = new RevisionSealer(keys);
        this.pieces = new PieceStore(connection, namespace, workload);
    }

    /**
     * @param objects without Secrets
     * @return the number of pieces
     * @throws UnusableRevisionException if the objects are too large, or the account may not create the ConfigMaps
     * @throws RuntimeException the error of a request
     */
    int write(PieceStore.Owner owner, String id, List<JsonNode> objects) {
        List<byte[]> sealed;
        try {
            sealed = sealer.seal(context(owner.uid(), id), objects);
        } catch (RevisionSealer.TooLargeException e) {
            throw new UnusableRevisionException(Messages.RevisionContents_tooLarge(
                    RevisionSealer.MAX_JSON >> 20, RevisionSealer.MAX_PIECES * RevisionSealer.MAX_PIECE >> 20));
        }
        try {
            pieces.write(owner, id, sealed);
        } catch (RuntimeException e) {
            pieces.delete(id, sealed.size());
            if (ApiErrors.hasCode(e, 403)) {
                throw new UnusableRevisionException(connection.failure(e).message());
            }
            throw e;
        }
        return sealed.size();
    }

    /**
     * Reads the objects of a revision, and checks them as the objects of a deploy.
     *
     * @param uid the UID of the index
     * @throws UnusableRevisionException if they cannot be applied again
     * @throws RuntimeException the error of a request
     */
    RevisionContent read(String uid, RevisionHistory.Revision revision) {
        if (revision.pieces() == 0) {
            throw new UnusableRevisionException(Messages.RevisionContents_notStored());
        }
        if (revision.pieces() > RevisionSealer.MAX_PIECES) {
            throw new UnusableRevisionException(Messages.RevisionContents_unreadable());
        }
        List<byte[]> sealed = pieces.read(revision);
        try {
            List<JsonNode> stored = sealer.open(context(uid, revision.id()), sealed);
            List<HasMetadata> objects = stored.stream().map(this::toObject).toList();
            // The constructor checks the kinds, namespaces and labels. The timeout has no meaning here.
            RolloutRequest checked = new RolloutRequest(namespace, workload, objects, Duration.ofSeconds(1));
            return new RevisionContent(revision, stored, checked.objects());
        } catch (GeneralSecurityException e) {
            throw UnusableRevisionException.altered(revision.id());
        } catch (IOException | ClassCastException e) {
            throw new UnusableRevisionException(Messages.RevisionContents_unreadable());
        } catch (IllegalArgumentException e) {
            throw new UnusableRevisionException(Messages.RevisionContents_refused(e.getMessage()));
        }
    }

    private HasMetadata toObject(JsonNode description) {
        return (HasMetadata) connection.apiClient().serialization().convertValue(description, KubernetesResource.class);
    }

    void delete(List<RevisionHistory.Revision> revisions) {
        revisions.forEach(revision -> pieces.delete(revision.id(), revision.pieces()));
    }

    /**
     * Deletes what no deploy can make active again after an activation: the revision that was dropped before and, at
     * times, pieces that the index does not name. A deploy leaves such pieces if Jenkins is killed before its activation.
     *
     * @param before the history before the activation
     * @param index the index after the activation
     */
    void deleteUnused(RevisionHistory before, RevisionStore.StoredHistory index) {
        delete(before.dropped() == null ? List.of() : List.of(before.dropped()));
        long sequence = index.history().sequence();
        if (sequence % CLEAN_UP_INTERVAL == 0) {
            Set<String> named = index.history().stored().stream()
                    .map(RevisionHistory.Revision::id)
                    .collect(Collectors.toSet());
            pieces.deleteOrphans(
                    new PieceStore.Owner(RevisionStore.configMapName(workload), index.uid()),
                    id -> !named.contains(id) && RevisionHistory.Revision.sealedSequence(id) <= sequence - MIN_AGE);
        }
    }

    /**
     * Deletes an index that names no revision, unless another client has written it since. A failure is only logged, because
     * an empty index does no harm.
     *
     * @return whether it is deleted
     */
    boolean deleteIndex(RevisionStore.StoredHistory index) {
        return pieces.deleteOwner(
                new PieceStore.Owner(RevisionStore.configMapName(workload), index.uid()), index.resourceVersion());
    }

    private static RevisionSealer.Context context(String uid, String id) {
        return new RevisionSealer.Context(uid, id, RevisionHistory.Revision.sealedSequence(id));
    }

    /** The object as stored in a revision. The objects of a rollout do not change, so each is converted once. */
    Description describe(HasMetadata object) {
        return descriptions.computeIfAbsent(
                new IdentityKey(object),
                key -> describe(connection.apiClient().serialization().asJson(object)));
    }

    /** Frees the memory of the descriptions, which are rarely needed after the activation. */
    void forgetDescriptions() {
        descriptions.clear();
    }

    private Description describe(String object) {
        try {
            JsonNode json = Json.MAPPER.readTree(object);
            return new Description(json, code(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The code of an object; equal objects have the same code, whatever the order of their fields. */
    String code(JsonNode object) {
        try {
            return keys.objectMac(CANONICAL.writeValueAsBytes(Json.MAPPER.treeToValue(object, Object.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The home namespace of the application. */
    String home() {
        return namespace;
    }

    /** The {@link ObjectRef#label} of a stored object. */
    String label(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return ObjectRef.of(
                        object.path("apiVersion").asText(),
                        object.path("kind").asText(),
                        metadata.path("namespace").asText(""),
                        metadata.path("name").asText(),
                        namespace)
                .label();
    }

    static boolean isStored(HasMetadata object) {
        return !(object instanceof Secret);
    }

    /**
     * Compares objects by identity, because a comparison by value takes longer than the conversion to JSON that the map
     * saves.
     */
    private record IdentityKey(HasMetadata object) {

        @Override
        public boolean equals(Object other) {
            return other instanceof IdentityKey same && same.object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }
}
