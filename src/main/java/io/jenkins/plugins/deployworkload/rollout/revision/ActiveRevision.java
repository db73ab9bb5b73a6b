package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.concurrent.Delay;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Whose the workload is: a deploy claims it in the record before anything is applied, asks whether it still has it, notes
 * what ran, and gives back what came to nothing. Of two deploys with different objects that claim at the same moment one
 * gets it; two with the same objects share it.
 */
public final class ActiveRevision {

    /** Somebody may write between reading and writing again, but not for ever. */
    private static final int MAX_ATTEMPTS = 8;

    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final RevisionCache revisions;
    private volatile Activation activation;
    private volatile Set<ObjectRef> inFlight = Set.of();

    /**
     * What this deploy has claimed for itself.
     *
     * @param stored the record as it was written then
     * @param previous the record before it
     */
    private record Activation(RevisionStore.StoredHistory stored, RevisionHistory previous) {}

    public ActiveRevision(RevisionCache ledger) {
        this.revisions = ledger;
    }

    /** @return whether the workload is this deploy's now */
    public CompletableFuture<Boolean> activate(List<HasMetadata> objects, String namespace) {
        List<JsonNode> trees = objects.stream().map(revisions::toJson).toList();
        List<ObjectRef> refs =
                objects.stream().map(object -> ObjectRef.of(object, namespace)).toList();
        // A Job is run by each deploy, so that no two of them are the same.
        boolean run = objects.stream().anyMatch(Job.class::isInstance);
        return activate(
                new RevisionHistory.Revision(UUID.randomUUID().toString(), RolloutEvent.now(), trees),
                refs,
                run,
                MAX_ATTEMPTS);
    }

    /** To put a revision back: as {@link #activate}, under that revision's own name. From then on nothing is given back. */
    public CompletableFuture<Boolean> reactivate(RevisionHistory.Revision revision) {
        return activate(revision, List.of(), false, MAX_ATTEMPTS).thenApply(ours -> {
            activation = null;
            return ours;
        });
    }

    /**
     * After a restart: where the workload was to be taken again, and that has not come about, this deploy has it by the name
     * that it had before.
     */
    public void resumeAs(String name) {
        if (name != null && name.equals(revisions.latestRevisionId())) {
            revisions.setRevisionId(name);
        }
    }

    private CompletableFuture<Boolean> activate(
            RevisionHistory.Revision mine, List<ObjectRef> refs, boolean run, int tries) {
        RevisionHistory record = revisions.history();
        if (record == null) {
            return CompletableFuture.completedFuture(true);
        }
        inFlight = record.mayHaveWritesInFlight() ? Set.copyOf(record.inventory()) : record.notInLatest();
        boolean share =
                !run && record.latest() != null && record.latest().objects().equals(mine.objects());
        if (share && !record.mayHaveWritesInFlight()) {
            revisions.setRevisionId(record.latest().id());
            return CompletableFuture.completedFuture(true);
        }
        // Who has claimed it, and comes to nothing, would give it back under the feet of who shares it.
        RevisionHistory next = share ? record.withSharedActivation(RolloutEvent.now()) : record.withLatest(mine, refs);
        return revisions
                .write(next)
                .thenApply(written -> {
                    if (revisions.unavailable() == null) {
                        activated(next, share ? null : record);
                    }
                    return true;
                })
                .exceptionallyCompose(problem -> isWriteConflict(problem)
                        ? revisions
                                .read()
                                .thenCompose(found -> resolveConflict(record, mine, refs, run, tries, problem))
                        : CompletableFuture.failedFuture(problem));
    }

    /** @param before what to give back; {@code null} for nothing */
    private void activated(RevisionHistory now, RevisionHistory before) {
        activation = before == null ? null : new Activation(revisions.stored(), before);
        revisions.setRevisionId(now.latest().id());
    }

    /** Somebody has written it meanwhile, or deleted it. */
    private boolean isWriteConflict(Throwable problem) {
        return ApiErrors.hasCode(problem, 409)
                || ApiErrors.hasCode(problem, 404) && revisions.stored().resourceVersion() != null;
    }

    private CompletableFuture<Boolean> resolveConflict(
            RevisionHistory old,
            RevisionHistory.Revision mine,
            List<ObjectRef> refs,
            boolean run,
            int tries,
            Throwable problem) {
        RevisionHistory record = revisions.history();
        if (record == null) {
            return CompletableFuture.completedFuture(true);
        }
        // A request that broke may have been written all the same, and was then sent again. By now somebody may share
        // it.
        if (mine.id().equals(revisions.latestRevisionId())) {
            activated(record, record.latest().activatedAt().equals(mine.activatedAt()) ? old : null);
            return CompletableFuture.completedFuture(true);
        }
        if (!isNewer(record, old) || !run && record.latest().objects().equals(mine.objects())) {
            return tries > 1
                    ? Delay.of(RETRY_DELAY).thenCompose(over -> activate(mine, refs, run, tries - 1))
                    : CompletableFuture.failedFuture(problem);
        }
        return CompletableFuture.completedFuture(false);
    }

    /**
     * Whether the workload was claimed anew. If not, it was only noted that what was claimed before runs, or that it is
     * shared; or who had claimed it has given it back, or has put back what ran before.
     */
    private static boolean isNewer(RevisionHistory record, RevisionHistory old) {
        return record.latest() != null
                && (old.latest() == null
                        || !record.latest().id().equals(old.latest().id())
                                && record.latest()
                                        .activatedAt()
                                        .isAfter(old.latest().activatedAt()));
    }

    /** Asks the cluster. */
    public CompletableFuture<Boolean> isStillActive() {
        return revisions.unavailable() != null
                ? CompletableFuture.completedFuture(true)
                : revisions.read().thenApply(found -> isActive());
    }

    private boolean isActive() {
        RevisionHistory record = revisions.history();
        // Nobody else has it whose record was deleted.
        return record == null || record.latest() == null || record.latest().id().equals(revisions.revisionId());
    }

    /**
     * Whether a deploy that had the workload before may still have a request under way that writes the object, or deletes
     * it. It holds for the version that was read before, so that one write now keeps it from doing anything, see
     * {@link WriteFence}.
     */
    boolean mayHaveWritesInFlight(ObjectRef ref) {
        return inFlight.contains(ref);
    }

    /**
     * Notes that what was deployed runs.
     *
     * @param gone objects that were pruned
     * @param applied what was applied
     * @param late whether time has passed since the workload was claimed: then it is asked, also where nothing is to be noted
     * @return whether the workload is still this deploy's
     */
    public CompletableFuture<Boolean> markHealthy(List<ObjectRef> gone, List<AppliedObject> applied, boolean late) {
        Map<String, String> versions = applied.stream()
                .filter(object -> ResourceKinds.keepsResourceVersion(object.ref()))
                .collect(Collectors.toMap(object -> object.ref().label(), AppliedObject::resourceVersion));
        return markHealthy(gone, versions, late, MAX_ATTEMPTS);
    }

    private CompletableFuture<Boolean> markHealthy(
            List<ObjectRef> gone, Map<String, String> versions, boolean late, int tries) {
        RevisionHistory record = revisions.history();
        if (record == null || revisions.revisionId() == null) {
            return CompletableFuture.completedFuture(true);
        }
        if (!isActive()) {
            return CompletableFuture.completedFuture(false);
        }
        List<ObjectRef> left =
                record.inventory().stream().filter(ref -> !gone.contains(ref)).toList();
        if (record.latest() == null
                || record.latestRan() && left.size() == record.inventory().size()) {
            // Where nobody can say so, it is this deploy's.
            return late ? isStillActive().exceptionally(problem -> true) : CompletableFuture.completedFuture(true);
        }
        return revisions
                .write(record.withHealthy(record.latest(), left, versions))
                .thenApply(written -> true)
                .exceptionallyCompose(problem -> isWriteConflict(problem) && tries > 1
                        ? revisions.read().thenCompose(found -> markHealthy(gone, versions, late, tries - 1))
                        : CompletableFuture.failedFuture(problem));
    }

    /**
     * Notes that everything was applied, though nobody sees whether it runs: no request is under way any more that a newer
     * deploy would have to reckon with.
     */
    public CompletableFuture<Void> markApplied() {
        RevisionHistory record = revisions.history();
        return record == null || !isActive() || !record.mayHaveWritesInFlight()
                ? CompletableFuture.completedFuture(null)
                : revisions.write(record.asApplied());
    }

    /**
     * After a deploy that has changed nothing: the workload is again whose it was before, who may still wait for it.
     *
     * @return fails where it is shared, or another's by now
     */
    public CompletableFuture<Void> restorePrevious() {
        Activation mine = activation;
        return mine == null ? CompletableFuture.completedFuture(null) : revisions.write(mine.stored(), mine.previous());
    }

    /** Whether there is something to give back. */
    public boolean canRestorePrevious() {
        return activation != null;
    }
}
