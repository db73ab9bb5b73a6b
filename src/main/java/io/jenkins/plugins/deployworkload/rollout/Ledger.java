package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.connection.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One deploy's view of the workload's record: claims the workload before anything is applied, knows whether it still has it,
 * and notes what ran. Of two deploys with different objects that claim at the same moment one gets it; two with the same
 * objects share it. Where nothing can be kept, each deploy is as good as alone.
 */
final class Ledger {

    /** Somebody may write between reading and writing again, but not for ever. */
    private static final int TRIES = 8;

    private static final long PAUSE_MILLIS = 100;

    private final Connection connection;
    private final RecordStore store;
    private volatile RecordStore.Stored stored;
    private volatile String id;
    private volatile String unkept;

    Ledger(Connection connection, String namespace, String workload) {
        this.connection = connection;
        this.store = new RecordStore(connection, namespace, workload);
    }

    /** Why nothing can be kept; {@code null} if it can. */
    String unkept() {
        return unkept;
    }

    /** Names this deploy in the record; {@code null} before it was claimed. */
    String id() {
        return id;
    }

    /** What was seen to run last. */
    Optional<WorkloadRecord.Revision> lastGood() {
        return unkept == null && stored != null
                ? Optional.ofNullable(stored.record().lastGood())
                : Optional.empty();
    }

    /** All that was ever applied for this workload. */
    List<ObjectRef> owned() {
        return unkept == null && stored != null ? stored.record().owned() : List.of();
    }

    /** Whether the deploy before this one meant the object to be just so. */
    boolean isRecorded(HasMetadata object) {
        WorkloadRecord.Revision intent =
                unkept == null && stored != null ? stored.record().intent() : null;
        return intent != null && intent.objects().contains(tree(object));
    }

    /** Whether the object was seen to run just so, and nothing else was meant since. */
    boolean ranAs(HasMetadata object) {
        return isRecorded(object) && stored.record().isGood();
    }

    /** The version that an object had when what was recorded last ran; {@code null} if that was not kept. */
    String version(ObjectRef ref) {
        return unkept == null && stored != null ? stored.record().versions().get(ref.label()) : null;
    }

    CompletableFuture<Void> read() {
        return kept(store.read()).thenAccept(found -> stored = found);
    }

    /** After a restart: the deploy of this name goes on. */
    CompletableFuture<Void> takeUp(String deploy) {
        if (deploy == null) {
            unkept = Messages.Record_none();
            return CompletableFuture.completedFuture(null);
        }
        id = deploy;
        return read();
    }

    /** @return whether the workload is this deploy's now */
    CompletableFuture<Boolean> claim(List<HasMetadata> objects, String namespace) {
        List<JsonNode> trees = objects.stream().map(this::tree).toList();
        List<ObjectRef> refs =
                objects.stream().map(object -> ObjectRef.of(object, namespace)).toList();
        // A Job is run by each deploy, so that no two of them are the same.
        boolean run = objects.stream().anyMatch(Job.class::isInstance);
        return claim(new WorkloadRecord.Revision(UUID.randomUUID().toString(), Rollout.now(), trees), refs, run);
    }

    /** To put a revision back: as {@link #claim}, under that revision's own name. */
    CompletableFuture<Boolean> claimAgain(WorkloadRecord.Revision revision) {
        return stillOurs()
                .thenCompose(
                        ours -> ours ? claim(revision, List.of(), false) : CompletableFuture.completedFuture(false));
    }

    private CompletableFuture<Boolean> claim(WorkloadRecord.Revision next, List<ObjectRef> refs, boolean run) {
        return claim(next, refs, run, TRIES);
    }

    private CompletableFuture<Boolean> claim(
            WorkloadRecord.Revision next, List<ObjectRef> refs, boolean run, int tries) {
        if (unkept != null || !run && sameAsIntended(next)) {
            return CompletableFuture.completedFuture(true);
        }
        WorkloadRecord.Revision mine = next;
        WorkloadRecord.Revision before = stored.record().intent();
        return kept(store.write(stored, stored.record().withIntent(mine, refs)))
                .thenApply(written -> {
                    if (written != null) {
                        stored = written;
                        id = mine.id();
                    }
                    return true;
                })
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 409)
                        ? read().thenCompose(found -> claimAgainst(before, mine, refs, run, tries, problem))
                        : CompletableFuture.failedFuture(problem));
    }

    /** Somebody has written meanwhile. */
    private CompletableFuture<Boolean> claimAgainst(
            WorkloadRecord.Revision before,
            WorkloadRecord.Revision mine,
            List<ObjectRef> refs,
            boolean run,
            int tries,
            Throwable problem) {
        if (unkept != null) {
            return CompletableFuture.completedFuture(true);
        }
        WorkloadRecord.Revision intent = stored.record().intent();
        // A request that broke may have been written all the same, and was then sent again.
        if (intent != null && mine.id().equals(intent.id())) {
            id = mine.id();
            return CompletableFuture.completedFuture(true);
        }
        // Only noted that what was claimed before runs, or not about the workload at all.
        if (idOf(intent).equals(idOf(before))) {
            return tries > 1
                    ? pause().thenCompose(over -> claim(mine, refs, run, tries - 1))
                    : CompletableFuture.failedFuture(problem);
        }
        return CompletableFuture.completedFuture(!run && sameAsIntended(mine));
    }

    private static CompletableFuture<Void> pause() {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    }

    private static String idOf(WorkloadRecord.Revision revision) {
        return revision == null ? "" : revision.id();
    }

    private boolean sameAsIntended(WorkloadRecord.Revision next) {
        WorkloadRecord.Revision intent = stored.record().intent();
        boolean same = intent != null && intent.objects().equals(next.objects());
        if (same) {
            id = intent.id();
        }
        return same;
    }

    /** Asks the cluster. */
    CompletableFuture<Boolean> stillOurs() {
        if (unkept != null) {
            return CompletableFuture.completedFuture(true);
        }
        return read().thenApply(found -> unkept != null
                || stored.record().intent() != null
                        && stored.record().intent().id().equals(id));
    }

    /**
     * Notes that what was deployed runs.
     *
     * @param gone objects that were pruned
     * @param applied what was applied
     * @return whether the workload is still this deploy's
     */
    CompletableFuture<Boolean> good(List<ObjectRef> gone, List<RolledObject> applied) {
        Map<String, String> versions = applied.stream()
                .filter(object -> Kinds.staysAsApplied(object.ref()))
                .collect(Collectors.toMap(object -> object.ref().label(), RolledObject::resourceVersion));
        return good(gone, versions, TRIES);
    }

    private CompletableFuture<Boolean> good(List<ObjectRef> gone, Map<String, String> versions, int tries) {
        WorkloadRecord record = unkept == null && stored != null ? stored.record() : null;
        if (record == null || id == null) {
            return CompletableFuture.completedFuture(true);
        }
        if (record.intent() == null || !record.intent().id().equals(id)) {
            return CompletableFuture.completedFuture(false);
        }
        List<ObjectRef> left =
                record.owned().stream().filter(ref -> !gone.contains(ref)).toList();
        if (record.isGood() && left.size() == record.owned().size()) {
            return CompletableFuture.completedFuture(true);
        }
        return kept(store.write(stored, record.withGood(record.intent(), left, versions)))
                .thenApply(written -> {
                    stored = written == null ? stored : written;
                    return true;
                })
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 409) && tries > 1
                        ? read().thenCompose(found -> good(gone, versions, tries - 1))
                        : CompletableFuture.failedFuture(problem));
    }

    /** What to apply to have a revision back; Jobs are runs, and are not run again for that. */
    List<HasMetadata> objects(WorkloadRecord.Revision revision) {
        return revision.objects().stream()
                .map(tree -> (HasMetadata)
                        connection.client().getKubernetesSerialization().convertValue(tree, KubernetesResource.class))
                .filter(object -> !(object instanceof Job))
                .toList();
    }

    private JsonNode tree(HasMetadata object) {
        try {
            // By way of text, so that it compares with what was read from there: 30 may be an int or a long otherwise.
            return Json.MAPPER.readTree(
                    connection.client().getKubernetesSerialization().asJson(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Turns what forbids keeping anything into {@code null}, and remembers it. */
    private <T> CompletableFuture<T> kept(CompletableFuture<T> request) {
        return request.exceptionallyCompose(problem -> {
            Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
            if (cause instanceof RecordStore.Unkept) {
                unkept = cause.getMessage();
            } else if (Refusals.hasCode(problem, 403)) {
                unkept = connection.failure(cause).message();
            } else {
                return CompletableFuture.failedFuture(problem);
            }
            return CompletableFuture.completedFuture(null);
        });
    }
}
