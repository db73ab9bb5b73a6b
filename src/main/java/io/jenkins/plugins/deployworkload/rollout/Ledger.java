package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.connection.Causes;
import io.jenkins.plugins.deployworkload.connection.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One deploy's view of the workload's record, as it was read or written last. Where nothing can be kept, each deploy is as
 * good as alone. What may be written, and when, is the {@link Claim}'s matter.
 */
final class Ledger {

    private final Connection connection;
    private final RecordStore store;
    private final Map<Same, JsonNode> trees = new ConcurrentHashMap<>();
    private volatile RecordStore.Stored stored;
    private volatile String id;
    private volatile String unkept;
    private volatile boolean told;

    Ledger(Connection connection, String namespace, String workload) {
        this.connection = connection;
        this.store = new RecordStore(connection, namespace, workload);
    }

    /** Why nothing can be kept; {@code null} if it can. */
    String unkept() {
        return unkept;
    }

    /** Why nothing can be kept, for whoever is to tell it: once. */
    Optional<String> untold() {
        Optional<String> why = told ? Optional.empty() : Optional.ofNullable(unkept);
        told |= why.isPresent();
        return why;
    }

    /** Names this deploy in the record; {@code null} before it was claimed. */
    String id() {
        return id;
    }

    void name(String deploy) {
        id = deploy;
    }

    /** {@code null} where nothing is kept, or where it could not be read yet. */
    WorkloadRecord record() {
        return unkept == null && stored != null ? stored.record() : null;
    }

    /** What was seen to run last. */
    Optional<WorkloadRecord.Revision> lastGood() {
        return Optional.ofNullable(record()).map(WorkloadRecord::lastGood);
    }

    /** All that was ever applied for this workload. */
    List<ObjectRef> owned() {
        WorkloadRecord record = record();
        return record == null ? List.of() : record.owned();
    }

    /** Whether the deploy before this one meant the object to be just so. */
    boolean isRecorded(HasMetadata object) {
        WorkloadRecord record = record();
        return record != null
                && record.intent() != null
                && record.intent().objects().contains(tree(object));
    }

    /** Whether the object was seen to run just so, and nothing else was meant since. */
    boolean ranAs(HasMetadata object) {
        return isRecorded(object) && record().ran();
    }

    /** The version that an object had when what was recorded last ran; {@code null} if that was not kept. */
    String version(ObjectRef ref) {
        WorkloadRecord record = record();
        return record == null ? null : record.versions().get(ref.label());
    }

    /** As long as nothing is known, that it may not be read means that nothing can be kept; later it may pass. */
    CompletableFuture<Void> read() {
        return kept(store.read(), stored == null && id == null)
                .thenAccept(found -> stored = isLost(found) ? found.of(stored.record()) : found);
    }

    /** Whether somebody has deleted what this deploy itself had written: that is still known, and is written anew. */
    private boolean isLost(RecordStore.Stored found) {
        return found != null && found.record().intent() == null && id != null && id.equals(intent());
    }

    /** Whether this deploy's record is not there any more, and nothing of it is known: after a restart. */
    boolean isGone() {
        WorkloadRecord record = record();
        return id != null && record != null && record.intent() == null;
    }

    /** The name of the deploy that has the workload; {@code null} for none. */
    String intent() {
        WorkloadRecord record = record();
        return record == null || record.intent() == null
                ? null
                : record.intent().id();
    }

    /** Reads it unless that was done before: after a restart the first try may have failed. */
    CompletableFuture<Void> known() {
        return unkept != null || stored != null ? CompletableFuture.completedFuture(null) : read();
    }

    /** After a restart: the deploy of this name goes on. */
    CompletableFuture<Void> takeUp(String deploy) {
        if (deploy == null) {
            // Which was told when it began.
            told = true;
            unkept = Messages.Record_none();
            return CompletableFuture.completedFuture(null);
        }
        id = deploy;
        return read();
    }

    /** @return fails with 409 if somebody else has written meanwhile, with 404 if it was deleted */
    CompletableFuture<Void> write(WorkloadRecord next) {
        return write(stored, next);
    }

    /** As {@link #write(WorkloadRecord)}, over what it was then. */
    CompletableFuture<Void> write(RecordStore.Stored then, WorkloadRecord next) {
        return kept(store.write(then, next), true).thenAccept(written -> stored = written == null ? stored : written);
    }

    /** As it was read or written last. */
    RecordStore.Stored stored() {
        return stored;
    }

    /** What to apply to have a revision back; Jobs are runs, and are not run again for that. */
    List<HasMetadata> objects(WorkloadRecord.Revision revision) {
        return revision.objects().stream()
                .map(tree -> (HasMetadata)
                        connection.client().getKubernetesSerialization().convertValue(tree, KubernetesResource.class))
                .filter(object -> !(object instanceof Job))
                .toList();
    }

    /** As it stands in a record; the objects of a rollout do not change, so that each is read once. */
    JsonNode tree(HasMetadata object) {
        return trees.computeIfAbsent(new Same(object), key -> read(object));
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
    private record Same(HasMetadata object) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Same same && same.object == object;
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
    private <T> CompletableFuture<T> kept(CompletableFuture<T> request, boolean forbidden) {
        return request.exceptionallyCompose(problem -> {
            Throwable cause = Causes.of(problem);
            if (cause instanceof RecordStore.Unkept) {
                unkept = cause.getMessage();
            } else if (forbidden && Refusals.hasCode(problem, 403)) {
                unkept = connection.failure(cause).message();
            } else {
                return CompletableFuture.failedFuture(problem);
            }
            return CompletableFuture.completedFuture(null);
        });
    }
}
