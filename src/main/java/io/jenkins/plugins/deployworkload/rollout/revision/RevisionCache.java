package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The revision history, in the state that one deploy has last read or written. If the history cannot be stored, the
 * deploy runs without it. {@link ActiveRevision} decides when to write.
 */
public final class RevisionCache {

    private final Connection connection;
    private final RevisionStore store;
    private final Map<IdentityKey, JsonNode> descriptions = new ConcurrentHashMap<>();
    private volatile RevisionStore.StoredHistory stored;
    private volatile String revisionId;
    private volatile String unavailable;
    private volatile boolean reported;

    public RevisionCache(Connection connection, String namespace, String workload) {
        this.connection = connection;
        this.store = new RevisionStore(connection, namespace, workload);
    }

    /** Why the history cannot be stored; {@code null} if it can. */
    public String unavailable() {
        return unavailable;
    }

    /** Why the history cannot be stored; returned only once, so that it is reported once. */
    public Optional<String> takeUnavailableWarning() {
        Optional<String> reason = reported ? Optional.empty() : Optional.ofNullable(unavailable);
        reported |= reason.isPresent();
        return reason;
    }

    /** The id of this deploy's revision; {@code null} before its activation. */
    public String revisionId() {
        return revisionId;
    }

    void setRevisionId(String id) {
        revisionId = id;
    }

    /** Returns {@code null} if the history cannot be stored, or has not been read yet. */
    public RevisionHistory history() {
        return unavailable == null && stored != null ? stored.history() : null;
    }

    /** The last healthy revision. */
    public Optional<RevisionHistory.Revision> lastHealthy() {
        return Optional.ofNullable(history()).map(RevisionHistory::lastHealthy);
    }

    /** Objects that an earlier deploy of the workload has applied and that are not in this rollout. */
    public List<ObjectRef> pruneCandidates(RolloutState state) {
        return inventory().stream().filter(ref -> state.get(ref) == null).toList();
    }

    /** All objects that deploys of this workload have applied and not deleted since. */
    public List<ObjectRef> inventory() {
        RevisionHistory history = history();
        return history == null ? List.of() : history.inventory();
    }

    /** Whether the latest revision contains exactly this object. */
    public boolean isInLatest(HasMetadata object) {
        RevisionHistory history = history();
        return history != null
                && history.latest() != null
                && history.latest().objects().contains(toJson(object));
    }

    /** Whether the latest revision is healthy and contains exactly this object. */
    public boolean isInHealthyLatest(HasMetadata object) {
        return isInLatest(object) && history().latestRan();
    }

    /** The {@code resourceVersion} of an object when the last healthy revision was stored; {@code null} if unknown. */
    public String resourceVersion(ObjectRef ref) {
        RevisionHistory history = history();
        return history == null ? null : history.resourceVersions().get(ref.label());
    }

    /**
     * Reads the history. A 403 before the first successful read means that the history cannot be stored. A later 403
     * may be temporary and is an error.
     */
    public void read() {
        RevisionStore.StoredHistory found = ignoreUnavailable(store::read, stored == null && revisionId == null);
        stored = isDeletedByOthers(found) ? found.withHistory(stored.history()) : found;
    }

    /**
     * Whether another client has deleted the history that this deploy has written. The deploy still knows the history
     * and writes it again.
     */
    private boolean isDeletedByOthers(RevisionStore.StoredHistory found) {
        return found != null
                && found.history().latest() == null
                && revisionId != null
                && revisionId.equals(latestRevisionId());
    }

    /** Whether the history of this deploy was deleted and, after a restart, is not known any more. */
    public boolean isDeleted() {
        RevisionHistory history = history();
        return revisionId != null && history != null && history.latest() == null;
    }

    /** The id of the active revision; {@code null} if there is none. */
    String latestRevisionId() {
        RevisionHistory history = history();
        return history == null || history.latest() == null
                ? null
                : history.latest().id();
    }

    /** Reads the history if it has not been read yet: after a restart the first read may have failed. */
    public void readOnce() {
        if (unavailable == null && stored == null) {
            read();
        }
    }

    /**
     * Continues with the revision of this id after a restart; {@code null} means that the history could not be stored.
     */
    public void resume(String id) {
        if (id == null) {
            // The reason was already reported when the deploy started.
            reported = true;
            unavailable = Messages.RevisionCache_notStored();
            return;
        }
        revisionId = id;
        read();
    }

    /**
     * @throws RuntimeException the error of the request: 409 if another client has written the ConfigMap since the
     *     read, and 404 if it was deleted
     */
    void write(RevisionHistory update) {
        write(stored, update);
    }

    /**
     * Writes over the state {@code base}, and fails if the ConfigMap has been written since; see {@link
     * #write(RevisionHistory)}.
     */
    void write(RevisionStore.StoredHistory base, RevisionHistory update) {
        RevisionStore.StoredHistory written = ignoreUnavailable(() -> store.write(base, update), true);
        stored = written == null ? stored : written;
    }

    /** The state that was read or written last. */
    RevisionStore.StoredHistory stored() {
        return stored;
    }

    /** The objects to apply for a rollback. Jobs are left out, because a rollback does not run them again. */
    public List<HasMetadata> objects(RevisionHistory.Revision revision) {
        return revision.objects().stream()
                .map(description -> (HasMetadata) connection
                        .client()
                        .getKubernetesSerialization()
                        .convertValue(description, KubernetesResource.class))
                .filter(object -> !(object instanceof Job))
                .toList();
    }

    /** The object as stored in a revision. The objects of a rollout do not change, so each is converted once. */
    JsonNode toJson(HasMetadata object) {
        return descriptions.computeIfAbsent(new IdentityKey(object), key -> convert(object));
    }

    private JsonNode convert(HasMetadata object) {
        try {
            // The conversion goes through text, as for a stored object. Otherwise the same number could be an int here
            // and a long there, and the objects would not be equal.
            return Json.MAPPER.readTree(
                    connection.client().getKubernetesSerialization().asJson(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
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

    /**
     * Returns {@code null} if the history cannot be stored, and remembers the reason.
     *
     * @param ignoreForbidden whether a 403 means that the history cannot be stored
     */
    private <T> T ignoreUnavailable(Supplier<T> request, boolean ignoreForbidden) {
        try {
            return request.get();
        } catch (RevisionStore.UnavailableException e) {
            unavailable = e.getMessage();
        } catch (RuntimeException e) {
            if (!ignoreForbidden || !ApiErrors.hasCode(e, 403)) {
                throw e;
            }
            unavailable = connection.failure(e).message();
        }
        return null;
    }
}
