package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What comes before the first apply: finding out what is there, and claiming the workload. Both answer how the rollout is to
 * end, if it cannot go on, and fail with what a request failed with.
 */
final class Preparation {

    private final RolloutContext context;
    private final Applier applier;
    private final Pruning pruning;
    private final boolean undoing;
    private boolean stopped;

    /** @param undoing whether what ran before is put back: the workload is claimed already */
    Preparation(RolloutContext context, Applier applier, Pruning pruning, boolean undoing) {
        this.context = context;
        this.applier = applier;
        this.pruning = pruning;
        this.undoing = undoing;
    }

    /** What is there is asked for before the workload is claimed: what is written later than that is somebody else's. */
    CompletableFuture<Optional<Ending>> survey(List<HasMetadata> objects) {
        boolean all = undoing
                || context.options().dryRun()
                || context.options().adopt()
                || context.ledger().unkept() != null;
        return new Survey(applier, context.ledger(), context.state(), context.tasks())
                .look(objects, all)
                // Who puts something back has claimed the workload before that.
                .thenCompose(seen -> undoing ? context.claim().stillOurs() : CompletableFuture.completedFuture(true))
                .thenComposeAsync(ours -> ours ? possible(objects) : ending(Ending.lost()), context.tasks());
    }

    private CompletableFuture<Optional<Ending>> possible(List<HasMetadata> objects) {
        Optional<Ending> running = stillRunning(objects);
        List<HasMetadata> absent = objects.stream()
                .filter(object -> context.target(object).before() == Before.ABSENT)
                .toList();
        // The server itself refuses a single one before anything is applied, and what is there was applied before.
        boolean known = context.options().dryRun() || objects.size() == 1 || absent.isEmpty();
        if (undoing && running.isEmpty()) {
            return seal(objects);
        }
        if (running.isPresent() || known) {
            return CompletableFuture.completedFuture(running);
        }
        PermissionCheck check = new PermissionCheck(context.connection(), context.namespace());
        return check.missing(objects, absent)
                .thenCompose(missing -> missing.isEmpty()
                        ? CompletableFuture.completedFuture(missing)
                        // That they are absent is partly guessed, and what is there need not be created.
                        : reallyAbsent(absent).thenCompose(really -> check.missing(objects, really)))
                .thenApply(missing ->
                        missing.isEmpty() ? Optional.empty() : Optional.of(Ending.refused(Sentences.join(missing))));
    }

    private CompletableFuture<List<HasMetadata>> reallyAbsent(List<HasMetadata> guessed) {
        Map<HasMetadata, CompletableFuture<Before>> found = new LinkedHashMap<>();
        guessed.forEach(object -> found.put(object, applier.read(object)));
        return CompletableFuture.allOf(found.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> found.entrySet().stream()
                        .filter(entry -> entry.getValue().join() == Before.ABSENT)
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private static CompletableFuture<Optional<Ending>> ending(Ending end) {
        return CompletableFuture.completedFuture(Optional.of(end));
    }

    private Optional<Ending> stillRunning(List<HasMetadata> objects) {
        List<String> running = objects.stream()
                .filter(object -> !context.options().recreate())
                .map(context::target)
                .filter(target -> target.before().object() instanceof Job job
                        && !Before.isBeingDeleted(job)
                        && JobJudge.running(job))
                .map(target -> Messages.Job_running(target.ref().label()))
                .toList();
        return running.isEmpty() ? Optional.empty() : Optional.of(Ending.refused(Sentences.join(running)));
    }

    /** Claims the workload, and removes what made its pods when it was of another kind: both would make pods. */
    CompletableFuture<Optional<Ending>> claim(List<HasMetadata> objects) {
        return former().thenComposeAsync(found -> claim(objects, found), context.tasks());
    }

    /**
     * Removes what the deploy that is undone has put in the place of another kind. A quota may have no room for both; without
     * "recreate" there is no such thing. Jobs of the revision that is put back are not put back, and stay.
     */
    CompletableFuture<Optional<Ending>> makeRoom() {
        WorkloadRecord record = context.ledger().record();
        if (record == null || !context.options().recreate()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return pruning.ours(record.dropped().stream().filter(Kinds::makesPods).toList())
                .thenComposeAsync(this::makeRoom, context.tasks());
    }

    private CompletableFuture<Optional<Ending>> makeRoom(List<HasMetadata> successors) {
        if (stopped || successors.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return context.claim()
                .stillOurs()
                .thenComposeAsync(ours -> ours ? remove(successors) : ending(Ending.lost()), context.tasks());
    }

    private CompletableFuture<List<HasMetadata>> former() {
        return pruning.ours(
                context.undescribed().stream().filter(Kinds::makesPods).toList());
    }

    private CompletableFuture<Optional<Ending>> claim(List<HasMetadata> objects, List<HasMetadata> former) {
        if (stopped) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (!former.isEmpty() && !context.options().recreate()) {
            String label = context.ref(former.getFirst()).label();
            return ending(Ending.refused(Messages.Rollout_former(label)));
        }
        // Nothing is deleted for what the server would not take.
        return (former.isEmpty() ? CompletableFuture.completedFuture(Optional.<Ending>empty()) : provenAbsent(objects))
                .thenComposeAsync(
                        refusal -> refusal.isEmpty()
                                ? claimAndRemove(objects, former)
                                : CompletableFuture.completedFuture(refusal),
                        context.tasks());
    }

    private CompletableFuture<Optional<Ending>> provenAbsent(List<HasMetadata> objects) {
        return proven(
                objects.stream()
                        .filter(object -> context.target(object).before() == Before.ABSENT)
                        .toList(),
                applier::prove);
    }

    private CompletableFuture<Optional<Ending>> proven(
            List<HasMetadata> objects, Function<HasMetadata, CompletableFuture<Void>> question) {
        List<CompletableFuture<String>> all = objects.stream()
                .map(object -> question.apply(object)
                        .handle((would, problem) ->
                                problem == null ? "" : context.refusal(context.ref(object), problem)))
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        Sentences.join(all.stream().map(CompletableFuture::join).toList()))
                .thenApply(refusals -> refusals.isEmpty() ? Optional.empty() : Optional.of(Ending.refused(refusals)));
    }

    private CompletableFuture<Optional<Ending>> claimAndRemove(List<HasMetadata> objects, List<HasMetadata> former) {
        if (stopped) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return context.claim()
                .take(objects, context.namespace())
                .thenComposeAsync(ours -> ours ? claimed(objects, former) : ending(Ending.lost()), context.tasks());
    }

    private CompletableFuture<Optional<Ending>> claimed(List<HasMetadata> objects, List<HasMetadata> former) {
        context.ledger().untold().ifPresent(why -> context.warn(null, Messages.Record_unkept(Sentences.of(why))));
        if (stopped) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return (former.isEmpty() ? CompletableFuture.completedFuture(Optional.<Ending>empty()) : remove(former))
                .thenComposeAsync(
                        end -> end.isPresent() || stopped || !context.options().prune()
                                ? CompletableFuture.completedFuture(end)
                                : removeScalers(objects),
                        context.tasks())
                .thenComposeAsync(
                        end -> end.isPresent() || stopped ? CompletableFuture.completedFuture(end) : seal(objects),
                        context.tasks());
    }

    /** They go only if the server would take the replicas that they have set so far. */
    private CompletableFuture<Optional<Ending>> removeScalers(List<HasMetadata> objects) {
        FormerScalers scalers = new FormerScalers(context, pruning);
        return scalers.find()
                .thenComposeAsync(
                        found -> proven(
                                        objects.stream()
                                                .filter(object -> HandOver.isDue(object, List.of(found)))
                                                .toList(),
                                        applier::wouldTake)
                                .thenComposeAsync(
                                        refusal -> refusal.isPresent() || stopped || found.isEmpty()
                                                ? CompletableFuture.completedFuture(refusal)
                                                : scalers.remove(found).thenApply(nothing -> Optional.<Ending>empty()),
                                        context.tasks()),
                        context.tasks())
                .exceptionallyCompose(Preparation::lost);
    }

    private static CompletableFuture<Optional<Ending>> lost(Throwable problem) {
        return Refusals.isSuperseded(problem) ? ending(Ending.lost()) : CompletableFuture.failedFuture(problem);
    }

    /** What is left as it is must not be changed later by whoever had the workload before. */
    private CompletableFuture<Optional<Ending>> seal(List<HasMetadata> objects) {
        return new Seal(context).seal(objects).thenApply(nothing -> Optional.empty());
    }

    private CompletableFuture<Optional<Ending>> remove(List<HasMetadata> former) {
        context.state().touch();
        return pruning.deleteAndAwait(
                        former,
                        context.claim()::stillOurs,
                        ref -> context.tasks().execute(() -> deleting(ref)))
                .thenCompose(deletion -> deletion.left().isEmpty()
                        // It may have taken long.
                        ? context.claim()
                                .stillOurs()
                                .thenApply(ours -> ours ? Optional.<Ending>empty() : Optional.of(Ending.lost()))
                        : ending(Ending.refused(Messages.Rollout_formerLeft(deletion.whatIsLeft()))))
                .exceptionallyCompose(Preparation::lost);
    }

    private void deleting(ObjectRef former) {
        context.state().deleted(former);
        context.removed(former, Messages.Rollout_ofFormerKind());
    }

    /** Begins nothing more. */
    void stop() {
        stopped = true;
    }
}
