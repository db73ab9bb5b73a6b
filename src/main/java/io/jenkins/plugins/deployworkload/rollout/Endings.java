package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a rollout comes to its end: what is still done after everything runs, or after it certainly will not, and what comes
 * of that. Nobody speaks of failure, or undoes anything, whose workload is another deploy's by now.
 */
final class Endings {

    private final RolloutContext context;
    private final Pruning pruning;
    private final Waiting waiting;
    private final boolean undoing;
    private final Consumer<RolloutMemory> keep;
    private List<Finding> findings;
    private Rollback rollback;
    private String stopped;

    /**
     * @param undoing whether what ran before is put back: nothing is noted of that, and it is not undone
     * @param keep takes what another process needs to go on, each time before anybody is told
     */
    Endings(RolloutContext context, Pruning pruning, Waiting waiting, boolean undoing, Consumer<RolloutMemory> keep) {
        this.context = context;
        this.pruning = pruning;
        this.waiting = waiting;
        this.undoing = undoing;
        this.keep = keep;
    }

    /** Everything runs. Completes normally, as all that follows. */
    CompletableFuture<Ending> succeeded(String message) {
        return undoing
                ? CompletableFuture.completedFuture(new Ending(Outcome.SUCCEEDED, message))
                : new Completion(context, pruning).complete(message, waiting.hasWaited());
    }

    /** All is applied, and nobody waits for it. */
    CompletableFuture<Ending> detached() {
        return bounded(context.claim().settle())
                .thenApply(settled -> new Ending(Outcome.SUCCEEDED, Messages.Rollout_detached()));
    }

    /** It does not run, and will not be waited for any longer. */
    CompletableFuture<Ending> failed(Ending end) {
        waiting.rest();
        return waiting.told()
                .thenCombine(isOurs(end), (told, ours) -> ours)
                .thenComposeAsync(ours -> ours ? undoIfAsked(end) : ended(Ending.lost()), context.tasks());
    }

    /** Who has failed may have been overtaken: then it is not a failure. Where nobody can say so, it is one. */
    private CompletableFuture<Boolean> isOurs(Ending end) {
        boolean ask = (end.outcome() == Outcome.FAILED || end.outcome() == Outcome.TIMED_OUT)
                && context.ledger().id() != null;
        return ask
                ? context.claim()
                        .stillOurs()
                        .completeOnTimeout(true, LastLook.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(problem -> true)
                : CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<Ending> undoIfAsked(Ending end) {
        // What is another deploy's by now is not undone.
        if (end.outcome() == Outcome.SUPERSEDED
                || undoing
                || context.options().onFailure() == OnFailure.KEEP
                || !isToUndo()) {
            return ended(end);
        }
        findings = waiting.findings();
        waiting.close();
        return rollBack(
                new RolloutMemory.Failed(
                        end.outcome(),
                        end.message(),
                        context.state().applied(),
                        findings,
                        context.ledger().id()),
                back -> back.begin(false));
    }

    /** What is there may also have been broken before: the deploy before this one meant the same, and left it so. */
    private boolean isToUndo() {
        return context.state().anyChanged()
                || context.state().allApplied()
                        && context.ledger()
                                .lastGood()
                                .filter(good ->
                                        !good.id().equals(context.ledger().id()))
                                .isPresent();
    }

    /** Goes on with what another process has begun to undo. */
    CompletableFuture<Ending> resume(RolloutMemory kept) {
        return rollBack(kept.failed(), back -> kept.applied() ? back.resume(kept) : back.begin(true));
    }

    private CompletableFuture<Ending> rollBack(
            RolloutMemory.Failed failed, Function<Rollback, CompletableFuture<Ending>> how) {
        rollback = new Rollback(context, pruning, failed, keep);
        if (stopped != null) {
            rollback.stop(stopped);
        }
        return how.apply(rollback);
    }

    /** Nothing more is undone, and what is being put back is not waited for any longer. */
    void stop(String reason) {
        stopped = reason;
        if (rollback != null) {
            rollback.stop(reason);
        }
    }

    /** Whether a deploy that came to nothing still has the workload, for which somebody else may wait. */
    boolean isToGiveBack(Ending end) {
        return end.outcome() != Outcome.SUCCEEDED
                && end.outcome() != Outcome.SUPERSEDED
                && !undoing
                && context.claim().isTaken()
                && context.state().untouched();
    }

    /** Nobody is kept waiting for that. */
    CompletableFuture<Void> giveBack() {
        return bounded(context.claim().giveBack());
    }

    private static CompletableFuture<Void> bounded(CompletableFuture<Void> note) {
        return note.completeOnTimeout(null, LastLook.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(problem -> null);
    }

    RolloutResult result(Ending how, Instant end) {
        Instant start = context.state().frame().startedAt();
        String hindrances =
                how.outcome() == Outcome.SUCCEEDED ? "" : context.state().hindrances();
        return new RolloutResult(
                how.outcome(),
                hindrances.isEmpty() ? how.message() : Sentences.join(how.message(), hindrances),
                context.state().applied(),
                how.outcome() == Outcome.SUCCEEDED ? List.of() : findings == null ? waiting.findings() : findings,
                how.aftermath(),
                how.outcome() == Outcome.SUCCEEDED ? digests() : Map.of(),
                start,
                Duration.between(start, end));
    }

    private Map<String, String> digests() {
        Map<String, String> images = new HashMap<>();
        context.state().applied().forEach(object -> images.putAll(object.images()));
        return waiting.digests(images);
    }

    private static CompletableFuture<Ending> ended(Ending end) {
        return CompletableFuture.completedFuture(end);
    }
}
