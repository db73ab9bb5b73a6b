package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.apply.AutoscalerTakeover;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.preflight.PermissionCheck;
import io.jenkins.plugins.deployworkload.rollout.prune.OrphanedAutoscalers;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.revision.WriteFence;
import io.jenkins.plugins.deployworkload.rollout.status.JobStatusReader;
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
final class Preflight {

    private final RolloutContext context;
    private final Applier applier;
    private final Pruner pruner;
    private final boolean isRollback;
    private boolean stopped;

    /** @param undoing whether what ran before is put back: the workload is claimed already */
    Preflight(RolloutContext context, Applier applier, Pruner pruning, boolean undoing) {
        this.context = context;
        this.applier = applier;
        this.pruner = pruning;
        this.isRollback = undoing;
    }

    /** What is there is asked for before the workload is claimed: what is written later than that is somebody else's. */
    CompletableFuture<Optional<RolloutEnd>> readLiveStates(List<HasMetadata> objects) {
        boolean all = isRollback
                || context.options().dryRun()
                || context.options().adopt()
                || context.revisions().unavailable() != null;
        return new LiveStateReader(applier, context.revisions(), context.state(), context.executor())
                .readAll(objects, all)
                // Who puts something back has claimed the workload before that.
                .thenCompose(seen ->
                        isRollback ? context.activeRevision().isStillActive() : CompletableFuture.completedFuture(true))
                .thenComposeAsync(
                        ours -> ours ? checkFeasible(objects) : endWith(RolloutEnd.superseded()), context.executor());
    }

    private CompletableFuture<Optional<RolloutEnd>> checkFeasible(List<HasMetadata> objects) {
        Optional<RolloutEnd> running = runningJobs(objects);
        List<HasMetadata> absent = objects.stream()
                .filter(object -> context.trackedObject(object).liveState() == LiveState.ABSENT)
                .toList();
        // The server itself refuses a single one before anything is applied, and what is there was applied before.
        boolean known = context.options().dryRun() || objects.size() == 1 || absent.isEmpty();
        if (isRollback && running.isEmpty()) {
            return fenceWrites(objects);
        }
        if (running.isPresent() || known) {
            return CompletableFuture.completedFuture(running);
        }
        PermissionCheck check = new PermissionCheck(context.connection(), context.namespace());
        return check.findMissing(objects, absent)
                .thenCompose(missing -> missing.isEmpty()
                        ? CompletableFuture.completedFuture(missing)
                        // That they are absent is partly guessed, and what is there need not be created.
                        : confirmAbsent(absent).thenCompose(really -> check.findMissing(objects, really)))
                .thenApply(missing -> missing.isEmpty()
                        ? Optional.empty()
                        : Optional.of(RolloutEnd.refused(Sentences.join(missing))));
    }

    private CompletableFuture<List<HasMetadata>> confirmAbsent(List<HasMetadata> guessed) {
        Map<HasMetadata, CompletableFuture<LiveState>> found = new LinkedHashMap<>();
        guessed.forEach(object -> found.put(object, applier.readLiveState(object)));
        return CompletableFuture.allOf(found.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> found.entrySet().stream()
                        .filter(entry -> entry.getValue().join() == LiveState.ABSENT)
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private static CompletableFuture<Optional<RolloutEnd>> endWith(RolloutEnd end) {
        return CompletableFuture.completedFuture(Optional.of(end));
    }

    private Optional<RolloutEnd> runningJobs(List<HasMetadata> objects) {
        List<String> running = objects.stream()
                .filter(object -> !context.options().replace())
                .map(context::trackedObject)
                .filter(target -> target.liveState().object() instanceof Job job
                        && !LiveState.isBeingDeleted(job)
                        && JobStatusReader.isRunning(job))
                .map(target -> Messages.Preflight_jobRunning(target.ref().label()))
                .toList();
        return running.isEmpty() ? Optional.empty() : Optional.of(RolloutEnd.refused(Sentences.join(running)));
    }

    /** Claims the workload, and removes what made its pods when it was of another kind: both would make pods. */
    CompletableFuture<Optional<RolloutEnd>> activate(List<HasMetadata> objects) {
        return findFormerControllers().thenComposeAsync(found -> activate(objects, found), context.executor());
    }

    /**
     * Removes what the deploy that is undone has put in the place of another kind. A quota may have no room for both; without
     * "recreate" there is no such thing. Jobs of the revision that is put back are not put back, and stay.
     */
    CompletableFuture<Optional<RolloutEnd>> deleteSuccessors() {
        RevisionHistory record = context.revisions().history();
        if (record == null || !context.options().replace()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return pruner.findOwned(record.notInLatest().stream()
                        .filter(ResourceKinds::createsPods)
                        .toList())
                .thenComposeAsync(this::deleteSuccessors, context.executor());
    }

    private CompletableFuture<Optional<RolloutEnd>> deleteSuccessors(List<HasMetadata> successors) {
        if (stopped || successors.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return context.activeRevision()
                .isStillActive()
                .thenComposeAsync(
                        ours -> ours ? delete(successors) : endWith(RolloutEnd.superseded()), context.executor());
    }

    private CompletableFuture<List<HasMetadata>> findFormerControllers() {
        return pruner.findOwned(context.pruneCandidates().stream()
                .filter(ResourceKinds::createsPods)
                .toList());
    }

    private CompletableFuture<Optional<RolloutEnd>> activate(List<HasMetadata> objects, List<HasMetadata> former) {
        if (stopped) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (!former.isEmpty() && !context.options().replace()) {
            String label = context.ref(former.getFirst()).label();
            return endWith(RolloutEnd.refused(Messages.Preflight_otherKind(label)));
        }
        // Nothing is deleted for what the server would not take.
        return (former.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.<RolloutEnd>empty())
                        : dryRunCreateAbsent(objects))
                .thenComposeAsync(
                        refusal -> refusal.isEmpty()
                                ? activateAndDelete(objects, former)
                                : CompletableFuture.completedFuture(refusal),
                        context.executor());
    }

    private CompletableFuture<Optional<RolloutEnd>> dryRunCreateAbsent(List<HasMetadata> objects) {
        return dryRunAll(
                objects.stream()
                        .filter(object -> context.trackedObject(object).liveState() == LiveState.ABSENT)
                        .toList(),
                applier::dryRunCreate);
    }

    private CompletableFuture<Optional<RolloutEnd>> dryRunAll(
            List<HasMetadata> objects, Function<HasMetadata, CompletableFuture<Void>> question) {
        List<CompletableFuture<String>> all = objects.stream()
                .map(object -> question.apply(object)
                        .handle((would, problem) ->
                                problem == null ? "" : context.describeRefusal(context.ref(object), problem)))
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        Sentences.join(all.stream().map(CompletableFuture::join).toList()))
                .thenApply(
                        refusals -> refusals.isEmpty() ? Optional.empty() : Optional.of(RolloutEnd.refused(refusals)));
    }

    private CompletableFuture<Optional<RolloutEnd>> activateAndDelete(
            List<HasMetadata> objects, List<HasMetadata> former) {
        if (stopped) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return context.activeRevision()
                .activate(objects, context.namespace())
                .thenComposeAsync(
                        ours -> ours ? afterActivation(objects, former) : endWith(RolloutEnd.superseded()),
                        context.executor());
    }

    private CompletableFuture<Optional<RolloutEnd>> afterActivation(
            List<HasMetadata> objects, List<HasMetadata> former) {
        context.revisions()
                .takeUnavailableWarning()
                .ifPresent(why -> context.warn(null, Messages.Preflight_historyUnavailable(Sentences.of(why))));
        if (stopped) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return (former.isEmpty() ? CompletableFuture.completedFuture(Optional.<RolloutEnd>empty()) : delete(former))
                .thenComposeAsync(
                        end -> end.isPresent() || stopped || !context.options().prune()
                                ? CompletableFuture.completedFuture(end)
                                : deleteOrphanedAutoscalers(objects),
                        context.executor())
                .thenComposeAsync(
                        end -> end.isPresent() || stopped
                                ? CompletableFuture.completedFuture(end)
                                : fenceWrites(objects),
                        context.executor());
    }

    /** They go only if the server would take the replicas that they have set so far. */
    private CompletableFuture<Optional<RolloutEnd>> deleteOrphanedAutoscalers(List<HasMetadata> objects) {
        OrphanedAutoscalers scalers =
                new OrphanedAutoscalers(context, context.revisions(), context.activeRevision(), pruner);
        return scalers.find()
                .thenComposeAsync(
                        found -> dryRunAll(
                                        objects.stream()
                                                .filter(object ->
                                                        AutoscalerTakeover.isAutoscaled(object, List.of(found)))
                                                .toList(),
                                        applier::dryRunApply)
                                .thenComposeAsync(
                                        refusal -> refusal.isPresent() || stopped || found.isEmpty()
                                                ? CompletableFuture.completedFuture(refusal)
                                                : scalers.delete(found)
                                                        .thenApply(nothing -> Optional.<RolloutEnd>empty()),
                                        context.executor()),
                        context.executor())
                .exceptionallyCompose(Preflight::superseded);
    }

    private static CompletableFuture<Optional<RolloutEnd>> superseded(Throwable problem) {
        return ApiErrors.isSuperseded(problem)
                ? endWith(RolloutEnd.superseded())
                : CompletableFuture.failedFuture(problem);
    }

    /** What is left as it is must not be changed later by whoever had the workload before. */
    private CompletableFuture<Optional<RolloutEnd>> fenceWrites(List<HasMetadata> objects) {
        return new WriteFence(context, context.revisions(), context.activeRevision())
                .fence(objects)
                .thenApply(nothing -> Optional.empty());
    }

    private CompletableFuture<Optional<RolloutEnd>> delete(List<HasMetadata> former) {
        context.state().markMutated();
        return pruner.deleteAndAwait(
                        former,
                        context.activeRevision()::isStillActive,
                        ref -> context.executor().execute(() -> reportDeleting(ref)))
                .thenCompose(deletion -> deletion.remaining().isEmpty()
                        // It may have taken long.
                        ? context.activeRevision()
                                .isStillActive()
                                .thenApply(ours ->
                                        ours ? Optional.<RolloutEnd>empty() : Optional.of(RolloutEnd.superseded()))
                        : endWith(RolloutEnd.refused(
                                Messages.Preflight_otherKindNotDeleted(deletion.describeRemaining()))))
                .exceptionallyCompose(Preflight::superseded);
    }

    private void reportDeleting(ObjectRef former) {
        context.state().deleted(former);
        context.reportDeleted(former, Messages.Preflight_deletedOtherKind());
    }

    /** Begins nothing more. */
    void stop() {
        stopped = true;
    }
}
