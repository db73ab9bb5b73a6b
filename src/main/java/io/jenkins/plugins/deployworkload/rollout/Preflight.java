package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
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
 * The steps before the first apply: reading the live state, and activating the revision. Each step returns the end of
 * the rollout if the rollout cannot continue. A step fails with the error of a request.
 */
final class Preflight {

    private final RolloutContext context;
    private final Applier applier;
    private final Pruner pruner;
    private final boolean isRollback;
    private boolean stopped;

    /** @param isRollback whether the rollout is a rollback; its revision is already active */
    Preflight(RolloutContext context, Applier applier, Pruner pruner, boolean isRollback) {
        this.context = context;
        this.applier = applier;
        this.pruner = pruner;
        this.isRollback = isRollback;
    }

    /**
     * Reads the live state before the activation, so that the applies of this deploy conflict with any later write by
     * another deploy.
     */
    CompletableFuture<Optional<RolloutEnd>> readLiveStates(List<HasMetadata> objects) {
        boolean readAlways =
                isRollback || context.options().dryRun() || context.options().adopt() || context.isHistoryUnusable();
        return context.readLiveStates(applier, objects, readAlways)
                // The revision of a rollback is active already, but a newer deploy may have superseded it.
                .thenCompose(done -> isRollback ? context.isStillActive() : CompletableFuture.completedFuture(true))
                .thenComposeAsync(
                        active -> active ? checkFeasible(objects) : endWith(RolloutEnd.superseded()),
                        context.executor());
    }

    private CompletableFuture<Optional<RolloutEnd>> checkFeasible(List<HasMetadata> objects) {
        Optional<RolloutEnd> running = runningJobs(objects);
        List<HasMetadata> absentObjects = context.absent(objects);
        // A single object needs no check: if it is refused, nothing was applied. Existing objects need no check,
        // because they were applied before.
        boolean skipPermissionCheck = context.options().dryRun() || objects.size() == 1 || absentObjects.isEmpty();
        if (isRollback && running.isEmpty()) {
            return fenceWrites(objects);
        }
        if (running.isPresent() || skipPermissionCheck) {
            return CompletableFuture.completedFuture(running);
        }
        PermissionCheck check = new PermissionCheck(context.connection(), context.namespace());
        return check.findMissing(objects, absentObjects)
                .thenCompose(missing -> missing.isEmpty()
                        ? CompletableFuture.completedFuture(missing)
                        // Some of these objects are assumed to be absent but exist. For existing objects the account
                        // needs no permission to create.
                        : confirmAbsent(absentObjects)
                                .thenCompose(confirmedAbsent -> check.findMissing(objects, confirmedAbsent)))
                .thenApply(missing -> missing.isEmpty()
                        ? Optional.empty()
                        : Optional.of(RolloutEnd.refused(Sentences.join(missing))));
    }

    private CompletableFuture<List<HasMetadata>> confirmAbsent(List<HasMetadata> assumedAbsent) {
        Map<HasMetadata, CompletableFuture<LiveState>> liveStates = new LinkedHashMap<>();
        assumedAbsent.forEach(object -> liveStates.put(object, applier.readLiveState(object)));
        return CompletableFuture.allOf(liveStates.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> liveStates.entrySet().stream()
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
                .filter(tracked -> tracked.liveState().object() instanceof Job job
                        && !LiveState.isBeingDeleted(job)
                        && JobStatusReader.isRunning(job))
                .map(tracked -> Messages.Preflight_jobRunning(tracked.ref().label()))
                .toList();
        return running.isEmpty() ? Optional.empty() : Optional.of(RolloutEnd.refused(Sentences.join(running)));
    }

    /**
     * Activates the revision. If the workload had another kind before, also deletes the old object, such as a
     * Deployment. Otherwise the old and the new object would both create pods.
     */
    CompletableFuture<Optional<RolloutEnd>> activate(List<HasMetadata> objects) {
        return findFormerControllers().thenComposeAsync(found -> activate(objects, found), context.executor());
    }

    /**
     * For a rollback to a revision with another kind, deletes the objects of the new kind that the failed deploy has
     * created. A quota may not have room for the pods of both kinds. Such objects exist only with {@code replace}. Jobs
     * are not deleted, because a rollback does not run Jobs again.
     */
    CompletableFuture<Optional<RolloutEnd>> deleteSuccessors() {
        RevisionHistory history = context.revisions().history();
        if (history == null || !context.options().replace()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return pruner.findOwned(history.notInLatest().stream()
                        .filter(ResourceKinds::createsPods)
                        .toList())
                .thenComposeAsync(this::deleteSuccessors, context.executor());
    }

    private CompletableFuture<Optional<RolloutEnd>> deleteSuccessors(List<HasMetadata> successors) {
        if (stopped || successors.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return context.isStillActive()
                .thenComposeAsync(
                        active -> active ? delete(successors) : endWith(RolloutEnd.superseded()), context.executor());
    }

    private CompletableFuture<List<HasMetadata>> findFormerControllers() {
        return pruner.findOwned(context.pruneCandidates().stream()
                        .filter(ResourceKinds::createsPods)
                        .toList())
                .thenCompose(
                        found -> RolloutContext.async(() -> context.revisions().compareWith(found))
                                .thenApply(done -> context.revisions().untrusted() == null ? found : List.of()));
    }

    private CompletableFuture<Optional<RolloutEnd>> activate(
            List<HasMetadata> objects, List<HasMetadata> formerControllers) {
        if (stopped) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (!formerControllers.isEmpty() && !context.options().replace()) {
            String label = context.ref(formerControllers.getFirst()).label();
            return endWith(RolloutEnd.refused(Messages.Preflight_otherKind(label)));
        }
        // A dry run comes first: if the API server would refuse the new objects, nothing is deleted.
        return (formerControllers.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.<RolloutEnd>empty())
                        : dryRunAll(context.absent(objects), applier::dryRunCreate))
                .thenComposeAsync(
                        refusal -> refusal.isEmpty()
                                ? activateAndDelete(objects, formerControllers)
                                : CompletableFuture.completedFuture(refusal),
                        context.executor());
    }

    private CompletableFuture<Optional<RolloutEnd>> dryRunAll(
            List<HasMetadata> objects, Function<HasMetadata, CompletableFuture<Void>> dryRun) {
        List<CompletableFuture<String>> answers = objects.stream()
                .map(object -> dryRun.apply(object)
                        .handle((done, problem) ->
                                problem == null ? "" : context.describeRefusal(context.ref(object), problem)))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> Sentences.join(
                        answers.stream().map(CompletableFuture::join).toList()))
                .thenApply(
                        refusals -> refusals.isEmpty() ? Optional.empty() : Optional.of(RolloutEnd.refused(refusals)));
    }

    private CompletableFuture<Optional<RolloutEnd>> activateAndDelete(
            List<HasMetadata> objects, List<HasMetadata> formerControllers) {
        if (stopped) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return VirtualThreads.submit(() -> context.activeRevision().activate(objects, context.namespace()))
                .thenComposeAsync(
                        active ->
                                active ? afterActivation(objects, formerControllers) : endWith(RolloutEnd.superseded()),
                        context.executor());
    }

    private CompletableFuture<Optional<RolloutEnd>> afterActivation(
            List<HasMetadata> objects, List<HasMetadata> formerControllers) {
        context.reportRevisionWarnings();
        context.revisions()
                .takeUnavailableWarning()
                .ifPresent(reason -> context.warn(null, Messages.Preflight_historyUnavailable(Sentences.of(reason))));
        if (stopped) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return (formerControllers.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.<RolloutEnd>empty())
                        : delete(formerControllers))
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

    /**
     * Deletes the orphaned autoscalers, unless a dry run shows that the API server would refuse the objects that they
     * scale.
     */
    private CompletableFuture<Optional<RolloutEnd>> deleteOrphanedAutoscalers(List<HasMetadata> objects) {
        OrphanedAutoscalers autoscalers =
                new OrphanedAutoscalers(context, context.revisions(), context.activeRevision(), pruner);
        return autoscalers
                .find()
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
                                                : autoscalers
                                                        .delete(found)
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

    /** Makes the in-flight writes of an older deploy fail, so that they cannot change an unchanged object later. */
    private CompletableFuture<Optional<RolloutEnd>> fenceWrites(List<HasMetadata> objects) {
        return VirtualThreads.submit(
                        () -> new WriteFence(context, context.revisions(), context.activeRevision()).fence(objects))
                .thenApplyAsync(
                        fenced -> {
                            fenced.forEach(
                                    (ref, live) -> context.state().get(ref).liveState(live));
                            return Optional.empty();
                        },
                        context.executor());
    }

    private CompletableFuture<Optional<RolloutEnd>> delete(List<HasMetadata> formerControllers) {
        context.state().markMutated();
        return pruner.deleteAndAwait(
                        formerControllers,
                        context::isStillActive,
                        ref -> context.executor().execute(() -> reportDeleting(ref)))
                .thenCompose(deletion -> deletion.remaining().isEmpty()
                        // The deletion can take long, and another deploy may have become active in the meantime.
                        ? context.isStillActive()
                                .thenApply(active ->
                                        active ? Optional.<RolloutEnd>empty() : Optional.of(RolloutEnd.superseded()))
                        : endWith(RolloutEnd.refused(
                                Messages.Preflight_otherKindNotDeleted(deletion.describeRemaining()))))
                .exceptionallyCompose(Preflight::superseded);
    }

    private void reportDeleting(ObjectRef ref) {
        context.state().markDeleted(ref);
        context.reportDeleted(ref, Messages.Preflight_deletedOtherKind());
    }

    /** Prevents further steps; a step in progress finishes. */
    void stop() {
        stopped = true;
    }
}
