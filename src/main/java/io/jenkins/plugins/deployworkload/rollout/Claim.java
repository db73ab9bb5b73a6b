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
    private volatile WorkloadRecord before;
    private volatile Set<ObjectRef> contested = Set.of();

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

    /** To put a revision back: as {@link #take}, under that revision's own name. */
    CompletableFuture<Boolean> takeAgain(WorkloadRecord.Revision revision) {
        return stillOurs()
                .thenCompose(ours ->
                        ours ? take(revision, List.of(), false, TRIES) : CompletableFuture.completedFuture(false));
    }

    private CompletableFuture<Boolean> take(
            WorkloadRecord.Revision mine, List<ObjectRef> refs, boolean run, int tries) {
        WorkloadRecord record = ledger.record();
        if (record == null) {
            return CompletableFuture.completedFuture(true);
        }
        contested = record.mayBeUnderWay() ? Set.copyOf(record.owned()) : record.dropped();
        if (!run && sharesIntent(mine)) {
            return CompletableFuture.completedFuture(true);
        }
        return ledger.write(record.withIntent(mine, refs))
                .thenApply(written -> {
                    if (ledger.unkept() == null) {
                        before = record;
                        ledger.name(mine.id());
                    }
                    return true;
                })
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 409)
                        ? ledger.read().thenCompose(found -> takeAgainst(record, mine, refs, run, tries, problem))
                        : CompletableFuture.failedFuture(problem));
    }

    /** Somebody has written meanwhile. */
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
        // A request that broke may have been written all the same, and was then sent again.
        if (mine.id().equals(idOf(record))) {
            before = old;
            ledger.name(mine.id());
            return CompletableFuture.completedFuture(true);
        }
        // Only noted that what was claimed before runs, or not about the workload at all.
        if (idOf(record).equals(idOf(old))) {
            return tries > 1
                    ? Pause.of(PAUSE).thenCompose(over -> take(mine, refs, run, tries - 1))
                    : CompletableFuture.failedFuture(problem);
        }
        contested = Set.copyOf(record.owned());
        return CompletableFuture.completedFuture(!run && sharesIntent(mine));
    }

    private static String idOf(WorkloadRecord record) {
        return record.intent() == null ? "" : record.intent().id();
    }

    private boolean sharesIntent(WorkloadRecord.Revision next) {
        WorkloadRecord.Revision intent = ledger.record().intent();
        boolean same = intent != null && intent.objects().equals(next.objects());
        if (same) {
            ledger.name(intent.id());
        }
        return same;
    }

    /** Asks the cluster. */
    CompletableFuture<Boolean> stillOurs() {
        return ledger.unkept() != null
                ? CompletableFuture.completedFuture(true)
                : ledger.read().thenApply(found -> isOurs());
    }

    private boolean isOurs() {
        WorkloadRecord record = ledger.record();
        return record == null || idOf(record).equals(ledger.id());
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
     * @return whether the workload is still this deploy's
     */
    CompletableFuture<Boolean> good(List<ObjectRef> gone, List<RolledObject> applied) {
        Map<String, String> versions = applied.stream()
                .filter(object -> Kinds.staysAsApplied(object.ref()))
                .collect(Collectors.toMap(object -> object.ref().label(), RolledObject::resourceVersion));
        return good(gone, versions, TRIES);
    }

    private CompletableFuture<Boolean> good(List<ObjectRef> gone, Map<String, String> versions, int tries) {
        WorkloadRecord record = ledger.record();
        if (record == null || ledger.id() == null) {
            return CompletableFuture.completedFuture(true);
        }
        if (!isOurs()) {
            return CompletableFuture.completedFuture(false);
        }
        List<ObjectRef> left =
                record.owned().stream().filter(ref -> !gone.contains(ref)).toList();
        if (record.ran() && left.size() == record.owned().size()) {
            return CompletableFuture.completedFuture(true);
        }
        return ledger.write(record.withGood(record.intent(), left, versions))
                .thenApply(written -> true)
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 409) && tries > 1
                        ? ledger.read().thenCompose(found -> good(gone, versions, tries - 1))
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
     * After a deploy that has changed nothing: the workload is again whose it was before, who may still wait for it. Not
     * where the claim is shared, or another's by now.
     */
    CompletableFuture<Void> giveBack() {
        return giveBack(TRIES);
    }

    private CompletableFuture<Void> giveBack(int tries) {
        WorkloadRecord record = ledger.record();
        if (before == null || record == null || !isOurs() || record.isGood()) {
            return CompletableFuture.completedFuture(null);
        }
        return ledger.write(before)
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 409) && tries > 1
                        ? ledger.read().thenCompose(found -> giveBack(tries - 1))
                        : CompletableFuture.failedFuture(problem));
    }

    /** Whether there is something to give back. */
    boolean isTaken() {
        return before != null;
    }
}
