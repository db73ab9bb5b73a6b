package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.connection.Pause;
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
final class Claim {

    /** Somebody may write between reading and writing again, but not for ever. */
    private static final int TRIES = 8;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Ledger ledger;
    private volatile Own own;
    private volatile Set<ObjectRef> contested = Set.of();

    /**
     * What this deploy has claimed for itself.
     *
     * @param claim the record as it was written then
     * @param before the record before it
     */
    private record Own(RecordStore.Stored claim, WorkloadRecord before) {}

    Claim(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @return whether the workload is this deploy's now */
    CompletableFuture<Boolean> take(List<HasMetadata> objects, String namespace) {
        List<JsonNode> trees = objects.stream().map(ledger::tree).toList();
        List<ObjectRef> refs =
                objects.stream().map(object -> ObjectRef.of(object, namespace)).toList();
        // A Job is run by each deploy, so that no two of them are the same.
        boolean run = objects.stream().anyMatch(Job.class::isInstance);
        return take(new WorkloadRecord.Revision(UUID.randomUUID().toString(), Rollout.now(), trees), refs, run, TRIES);
    }

    /** To put a revision back: as {@link #take}, under that revision's own name. From then on nothing is given back. */
    CompletableFuture<Boolean> takeAgain(WorkloadRecord.Revision revision) {
        return take(revision, List.of(), false, TRIES).thenApply(ours -> {
            own = null;
            return ours;
        });
    }

    /**
     * After a restart: where the workload was to be taken again, and that has not come about, this deploy has it by the name
     * that it had before.
     */
    void orBy(String name) {
        if (name != null && name.equals(ledger.intent())) {
            ledger.name(name);
        }
    }

    private CompletableFuture<Boolean> take(
            WorkloadRecord.Revision mine, List<ObjectRef> refs, boolean run, int tries) {
        WorkloadRecord record = ledger.record();
        if (record == null) {
            return CompletableFuture.completedFuture(true);
        }
        contested = record.mayBeUnderWay() ? Set.copyOf(record.owned()) : record.dropped();
        boolean share =
                !run && record.intent() != null && record.intent().objects().equals(mine.objects());
        if (share && !record.mayBeUnderWay()) {
            ledger.name(record.intent().id());
            return CompletableFuture.completedFuture(true);
        }
        // Who has claimed it, and comes to nothing, would give it back under the feet of who shares it.
        WorkloadRecord next = share ? record.sharedAt(Rollout.now()) : record.withIntent(mine, refs);
        return ledger.write(next)
                .thenApply(written -> {
                    if (ledger.unkept() == null) {
                        taken(next, share ? null : record);
                    }
                    return true;
                })
                .exceptionallyCompose(problem -> isOvertaken(problem)
                        ? ledger.read().thenCompose(found -> takeAgainst(record, mine, refs, run, tries, problem))
                        : CompletableFuture.failedFuture(problem));
    }

    /** @param before what to give back; {@code null} for nothing */
    private void taken(WorkloadRecord now, WorkloadRecord before) {
        own = before == null ? null : new Own(ledger.stored(), before);
        ledger.name(now.intent().id());
    }

    /** Somebody has written it meanwhile, or deleted it. */
    private boolean isOvertaken(Throwable problem) {
        return Refusals.hasCode(problem, 409)
                || Refusals.hasCode(problem, 404) && ledger.stored().resourceVersion() != null;
    }

    private CompletableFuture<Boolean> takeAgainst(
            WorkloadRecord old,
            WorkloadRecord.Revision mine,
            List<ObjectRef> refs,
            boolean run,
            int tries,
            Throwable problem) {
        WorkloadRecord record = ledger.record();
        if (record == null) {
            return CompletableFuture.completedFuture(true);
        }
        // A request that broke may have been written all the same, and was then sent again. By now somebody may share
        // it.
        if (mine.id().equals(ledger.intent())) {
            taken(record, record.intent().at().equals(mine.at()) ? old : null);
            return CompletableFuture.completedFuture(true);
        }
        if (!isNewer(record, old) || !run && record.intent().objects().equals(mine.objects())) {
            return tries > 1
                    ? Pause.of(PAUSE).thenCompose(over -> take(mine, refs, run, tries - 1))
                    : CompletableFuture.failedFuture(problem);
        }
        return CompletableFuture.completedFuture(false);
    }

    /**
     * Whether the workload was claimed anew. If not, it was only noted that what was claimed before runs, or that it is
     * shared; or who had claimed it has given it back, or has put back what ran before.
     */
    private static boolean isNewer(WorkloadRecord record, WorkloadRecord old) {
        return record.intent() != null
                && (old.intent() == null
                        || !record.intent().id().equals(old.intent().id())
                                && record.intent().at().isAfter(old.intent().at()));
    }

    /** Asks the cluster. */
    CompletableFuture<Boolean> stillOurs() {
        return ledger.unkept() != null
                ? CompletableFuture.completedFuture(true)
                : ledger.read().thenApply(found -> isOurs());
    }

    private boolean isOurs() {
        WorkloadRecord record = ledger.record();
        // Nobody else has it whose record was deleted.
        return record == null || record.intent() == null || record.intent().id().equals(ledger.id());
    }

    /**
     * Whether a deploy that had the workload before may still have a request under way that writes the object, or deletes
     * it. It holds for the version that was read before, so that one write now keeps it from doing anything, see
     * {@link Seal}.
     */
    boolean isContested(ObjectRef ref) {
        return contested.contains(ref);
    }

    /**
     * Notes that what was deployed runs.
     *
     * @param gone objects that were pruned
     * @param applied what was applied
     * @param late whether time has passed since the workload was claimed: then it is asked, also where nothing is to be noted
     * @return whether the workload is still this deploy's
     */
    CompletableFuture<Boolean> good(List<ObjectRef> gone, List<RolledObject> applied, boolean late) {
        Map<String, String> versions = applied.stream()
                .filter(object -> Kinds.staysAsApplied(object.ref()))
                .collect(Collectors.toMap(object -> object.ref().label(), RolledObject::resourceVersion));
        return good(gone, versions, late, TRIES);
    }

    private CompletableFuture<Boolean> good(
            List<ObjectRef> gone, Map<String, String> versions, boolean late, int tries) {
        WorkloadRecord record = ledger.record();
        if (record == null || ledger.id() == null) {
            return CompletableFuture.completedFuture(true);
        }
        if (!isOurs()) {
            return CompletableFuture.completedFuture(false);
        }
        List<ObjectRef> left =
                record.owned().stream().filter(ref -> !gone.contains(ref)).toList();
        if (record.intent() == null
                || record.ran() && left.size() == record.owned().size()) {
            // Where nobody can say so, it is this deploy's.
            return late ? stillOurs().exceptionally(problem -> true) : CompletableFuture.completedFuture(true);
        }
        return ledger.write(record.withGood(record.intent(), left, versions))
                .thenApply(written -> true)
                .exceptionallyCompose(problem -> isOvertaken(problem) && tries > 1
                        ? ledger.read().thenCompose(found -> good(gone, versions, late, tries - 1))
                        : CompletableFuture.failedFuture(problem));
    }

    /**
     * Notes that everything was applied, though nobody sees whether it runs: no request is under way any more that a newer
     * deploy would have to reckon with.
     */
    CompletableFuture<Void> settle() {
        WorkloadRecord record = ledger.record();
        return record == null || !isOurs() || !record.mayBeUnderWay()
                ? CompletableFuture.completedFuture(null)
                : ledger.write(record.settled());
    }

    /**
     * After a deploy that has changed nothing: the workload is again whose it was before, who may still wait for it.
     *
     * @return fails where it is shared, or another's by now
     */
    CompletableFuture<Void> giveBack() {
        Own mine = own;
        return mine == null ? CompletableFuture.completedFuture(null) : ledger.write(mine.claim(), mine.before());
    }

    /** Whether there is something to give back. */
    boolean isTaken() {
        return own != null;
    }
}
