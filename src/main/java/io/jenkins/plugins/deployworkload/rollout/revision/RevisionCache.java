package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.Exceptions;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One deploy's view of the workload's record, as it was read or written last. Where nothing can be kept, each deploy is as
 * good as alone. What may be written, and when, is the {@link ActiveRevision}'s matter.
 */
public final class RevisionCache {

    private final Connection connection;
    private final RevisionStore store;
    private final Map<IdentityKey, JsonNode> trees = new ConcurrentHashMap<>();
    private volatile RevisionStore.StoredHistory stored;
    private volatile String revisionId;
    private volatile String unavailable;
    private volatile boolean reported;

    public RevisionCache(Connection connection, String namespace, String workload) {
        this.connection = connection;
        this.store = new RevisionStore(connection, namespace, workload);
    }

    /** Why nothing can be kept; {@code null} if it can. */
    public String unavailable() {
        return unavailable;
    }

    /** Why nothing can be kept, for whoever is to tell it: once. */
    public Optional<String> takeUnavailableWarning() {
        Optional<String> why = reported ? Optional.empty() : Optional.ofNullable(unavailable);
        reported |= why.isPresent();
        return why;
    }

    /** Names this deploy in the record; {@code null} before it was claimed. */
    public String revisionId() {
        return revisionId;
    }

    void setRevisionId(String deploy) {
        revisionId = deploy;
    }

    /** {@code null} where nothing is kept, or where it could not be read yet. */
    public RevisionHistory history() {
        return unavailable == null && stored != null ? stored.history() : null;
    }

    /** What was seen to run last. */
    public Optional<RevisionHistory.Revision> lastHealthy() {
        return Optional.ofNullable(history()).map(RevisionHistory::lastHealthy);
    }

    /** What was applied for the workload once, and is not among the objects of this rollout. */
    public List<ObjectRef> pruneCandidates(RolloutState state) {
        return inventory().stream().filter(ref -> state.get(ref) == null).toList();
    }

    /** All that was ever applied for this workload. */
    public List<ObjectRef> inventory() {
        RevisionHistory record = history();
        return record == null ? List.of() : record.inventory();
    }

    /** Whether the deploy before this one meant the object to be just so. */
    public boolean isInLatest(HasMetadata object) {
        RevisionHistory record = history();
        return record != null
                && record.latest() != null
                && record.latest().objects().contains(toJson(object));
    }

    /** Whether the object was seen to run just so, and nothing else was meant since. */
    public boolean isInHealthyLatest(HasMetadata object) {
        return isInLatest(object) && history().latestRan();
    }

    /** The version that an object had when what was recorded last ran; {@code null} if that was not kept. */
    public String resourceVersion(ObjectRef ref) {
        RevisionHistory record = history();
        return record == null ? null : record.resourceVersions().get(ref.label());
    }

    /** As long as nothing is known, that it may not be read means that nothing can be kept; later it may pass. */
    public CompletableFuture<Void> read() {
        return ignoreUnavailable(store.read(), stored == null && revisionId == null)
                .thenAccept(found -> stored = isDeletedByOthers(found) ? found.withHistory(stored.history()) : found);
    }

    /** Whether somebody has deleted what this deploy itself had written: that is still known, and is written anew. */
    private boolean isDeletedByOthers(RevisionStore.StoredHistory found) {
        return found != null
                && found.history().latest() == null
                && revisionId != null
                && revisionId.equals(latestRevisionId());
    }

    /** Whether this deploy's record is not there any more, and nothing of it is known: after a restart. */
    public boolean isDeleted() {
        RevisionHistory record = history();
        return revisionId != null && record != null && record.latest() == null;
    }

    /** The name of the deploy that has the workload; {@code null} for none. */
    String latestRevisionId() {
        RevisionHistory record = history();
        return record == null || record.latest() == null
                ? null
                : record.latest().id();
    }

    /** Reads it unless that was done before: after a restart the first try may have failed. */
    public CompletableFuture<Void> readOnce() {
        return unavailable != null || stored != null ? CompletableFuture.completedFuture(null) : read();
    }

    /** After a restart: the deploy of this name goes on. */
    public CompletableFuture<Void> resume(String deploy) {
        if (deploy == null) {
            // Which was told when it began.
            reported = true;
            unavailable = Messages.RevisionCache_notStored();
            return CompletableFuture.completedFuture(null);
        }
        revisionId = deploy;
        return read();
    }

    /** @return fails with 409 if somebody else has written meanwhile, with 404 if it was deleted */
    CompletableFuture<Void> write(RevisionHistory next) {
        return write(stored, next);
    }

    /** As {@link #write(RevisionHistory)}, over what it was then. */
    CompletableFuture<Void> write(RevisionStore.StoredHistory then, RevisionHistory next) {
        return ignoreUnavailable(store.write(then, next), true)
                .thenAccept(written -> stored = written == null ? stored : written);
    }

    /** As it was read or written last. */
    RevisionStore.StoredHistory stored() {
        return stored;
    }

    /** What to apply to have a revision back; Jobs are runs, and are not run again for that. */
    public List<HasMetadata> objects(RevisionHistory.Revision revision) {
        return revision.objects().stream()
                .map(tree -> (HasMetadata)
                        connection.client().getKubernetesSerialization().convertValue(tree, KubernetesResource.class))
                .filter(object -> !(object instanceof Job))
                .toList();
    }

    /** As it stands in a record; the objects of a rollout do not change, so that each is read once. */
    JsonNode toJson(HasMetadata object) {
        return trees.computeIfAbsent(new IdentityKey(object), key -> read(object));
    }

    private JsonNode read(HasMetadata object) {
        try {
            // By way of text, so that it compares with what was read from there: 30 may be an int or a long otherwise.
            return Json.MAPPER.readTree(
                    connection.client().getKubernetesSerialization().asJson(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An object itself, not what is equal: comparing would take longer than reading. */
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
     * Turns what forbids keeping anything into {@code null}, and remembers it.
     *
     * @param forbidden whether that the account may not do this is such a thing
     */
    private <T> CompletableFuture<T> ignoreUnavailable(CompletableFuture<T> request, boolean forbidden) {
        return request.exceptionallyCompose(problem -> {
            Throwable cause = Exceptions.unwrap(problem);
            if (cause instanceof RevisionStore.UnavailableException) {
                unavailable = cause.getMessage();
            } else if (forbidden && ApiErrors.hasCode(problem, 403)) {
                unavailable = connection.failure(cause).message();
            } else {
                return CompletableFuture.failedFuture(problem);
            }
            return CompletableFuture.completedFuture(null);
        });
    }
}
