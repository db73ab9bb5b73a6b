package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.watch.FinalStatusCheck;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import io.jenkins.plugins.deployworkload.rollout.watch.WaitTask;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchPermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One rollout: opens the watches, checks and applies the objects, and waits until all objects are healthy or one object
 * has failed. All of this runs on one virtual thread, see {@link RolloutThread}.
 */
public final class Rollout {

    private static final Logger LOGGER = Logger.getLogger(Rollout.class.getName());

    private final RolloutContext context;
    private final RolloutState state;
    private final RolloutThread thread;
    private final boolean isRollback;
    private final Pruner pruner;
    private final Applier applier;
    private final Preflight preflight;
    private final WaitTask waitTask;
    private final ApplyPhases applyPhases;
    private final KindResolver kindResolver;
    private final HealthWait healthWait;
    private final Resumption resumption;
    private final RolloutFinisher finisher;
    private final RolloutEndFactory ends;
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();

    private boolean preparing = true;
    private boolean synced;
    private volatile RolloutCheckpoint checkpoint;

    /** @param isRollback whether this rollout is the rollback of a failed deploy; its revision is already active */
    Rollout(RolloutContext context, boolean isRollback) {
        this.context = context;
        this.state = context.state();
        this.thread = new RolloutThread(context.mailbox(), context.abortSignal(), context::stopRetries);
        this.isRollback = isRollback;
        this.applier = new Applier(context.applyContext());
        this.pruner = context.newPruner();
        this.preflight = new Preflight(context, thread, applier, pruner, isRollback);
        this.waitTask = new WaitTask(
                context,
                cache -> isRollback ? context.newStuckPodDeleter(cache, pruner)::deleteStuckPods : object -> {},
                this::onUnwatchable);
        FinalStatusCheck finalCheck = new FinalStatusCheck(context);
        this.finisher = new RolloutFinisher(context, thread, pruner, waitTask, isRollback, saved -> checkpoint = saved);
        this.healthWait = new HealthWait(context, thread, waitTask, finalCheck, finisher);
        this.applyPhases = new ApplyPhases(
                context, thread, applier, waitTask, healthWait, () -> checkpoint = context.checkpoint());
        this.kindResolver = new KindResolver(context, thread);
        this.resumption = new Resumption(context, thread, waitTask, finalCheck, healthWait, kindResolver, isRollback);
        this.ends = new RolloutEndFactory(state);
        this.checkpoint = state.checkpoint(null);
        // An answer may arrive before the thread of the rollout notices the abort. No object is applied after it.
        context.abortSignal().onAbort(applier::abort);
    }

    /** The result; always completes normally. */
    public CompletableFuture<RolloutResult> result() {
        return result.copy();
    }

    /** The current checkpoint, for {@link RolloutEngine#resume}. */
    public RolloutCheckpoint checkpoint() {
        return checkpoint;
    }

    /**
     * Aborts the rollout; the applied objects stay in the cluster. Requests in flight are awaited, and after this
     * method returns no further object is applied. If the rollout has already failed, its rollback stops and the
     * rollout ends as failed.
     *
     * @param reason a sentence without a full stop, for the message of the result, next to which the outcome stands
     */
    public void stop(String reason) {
        context.abortSignal().abort(reason);
        // Wakes the thread of the rollout.
        context.mailbox().execute(() -> {});
    }

    void start(List<HasMetadata> objects) {
        VirtualThreads.start(() -> deploy(objects));
    }

    void resume(RolloutCheckpoint saved, List<HasMetadata> toApply, List<HasMetadata> masked) {
        checkpoint = saved;
        context.redactor().addObjects(masked);
        VirtualThreads.start(() -> resumeAndWait(saved, toApply));
    }

    /** Deploys the objects on the current thread. */
    RolloutResult deploy(List<HasMetadata> objects) {
        return run(() -> {
            context.redactor().addObjects(objects);
            return prepareAndApply(objects);
        });
    }

    /**
     * Continues on the current thread with a rollout that another process has started.
     *
     * @param objects the objects of the rollout; may be empty if all objects are applied
     */
    RolloutResult resumeAndWait(RolloutCheckpoint saved, List<HasMetadata> objects) {
        return run(() -> {
            context.redactor().addObjects(objects);
            if (saved.failed() != null) {
                return Verdict.end(finisher.resume(saved));
            }
            return state.allApplied() || objects.isEmpty() ? resumeWait(saved) : resumeApply(saved, objects);
        });
    }

    /** The part of a rollout that an interrupt may end. */
    private interface Course {
        Verdict run() throws RolloutInterruptedException;
    }

    private RolloutResult run(Course course) {
        RolloutEnd end;
        try {
            end = finish(verdictOf(course));
        } catch (Throwable e) {
            // Catch errors such as NoClassDefFoundError or StackOverflowError too, because the caller waits for a
            // result.
            LOGGER.log(Level.WARNING, "Internal error in a rollout", e);
            applier.stop();
            end = ends.internalError(e);
            finisher.tryBriefly(preflight::discardDraft);
        }
        return close(end);
    }

    private Verdict verdictOf(Course course) {
        try {
            return course.run();
        } catch (RolloutInterruptedException e) {
            return onInterrupt(e.interrupt());
        }
    }

    private Verdict prepareAndApply(List<HasMetadata> definition) throws RolloutInterruptedException {
        healthWait.scheduleDeadline(Duration.ZERO);
        List<HasMetadata> objects;
        Optional<RolloutEnd> refusal;
        try {
            objects = kindResolver.resolve(definition);
            refusal = prepare(objects);
            preparing = false;
            if (refusal.isEmpty() && !context.options().dryRun()) {
                refusal = applyPhases.createNamespace(objects);
            }
            if (refusal.isEmpty() && !context.options().dryRun()) {
                refusal = isRollback ? preflight.deleteSuccessors() : preflight.activate(objects);
            }
        } catch (KindResolver.RefusedException e) {
            return Verdict.end(e.refusal());
        } catch (RuntimeException problem) {
            // The failure may follow the deletion of a former controller.
            return Verdict.failure(RolloutEnd.refused(context.describeFailure(problem)));
        }
        if (refusal.isPresent()) {
            return Verdict.failure(refusal.get());
        }
        return context.options().dryRun()
                ? Verdict.end(new DryRun(context, thread, pruner).run(objects))
                : apply(objects, objects);
    }

    private Optional<RolloutEnd> prepare(List<HasMetadata> objects) throws RolloutInterruptedException {
        CompletableFuture<Void> watching = waitTask.watch();
        if (!isRollback) {
            thread.runRead(context.revisions()::read);
        }
        thread.awaitRead(watching);
        synced = true;
        if (!context.options().dryRun() && !objects.stream().allMatch(context.revisions()::isInLatest)) {
            waitTask.watchDiagnosticsFromNow();
        }
        return preflight.readLiveStates(objects);
    }

    /** @param definition all objects of the rollout, also those that another process has applied */
    private Verdict apply(List<HasMetadata> objects, List<HasMetadata> definition) throws RolloutInterruptedException {
        if (!isRollback) {
            // Tells which objects this rollout has created, even if the process ends before their answers.
            checkpoint = context.checkpoint();
            context.report(new RolloutEvent.Applying(RolloutEvent.now(), checkpoint));
        }
        thread.awaitRead(waitTask.eventsSynced());
        Optional<RolloutEnd> refusal = applyPhases.applyAll(objects, definition);
        if (refusal.isPresent()) {
            return context.abortSignal().isAborted()
                    ? Verdict.end(ends.aborted(context.abortSignal().reason(), refusal.get()))
                    : Verdict.failure(refusal.get());
        }
        thread.throwIfInterrupted();
        if (context.options().detached()) {
            return Verdict.end(finisher.finishDetached());
        }
        context.report(new RolloutEvent.Waiting(RolloutEvent.now(), checkpoint));
        return healthWait.await();
    }

    private Verdict resumeApply(RolloutCheckpoint saved, List<HasMetadata> definition)
            throws RolloutInterruptedException {
        if (Resumption.isBeforeActivation(saved)) {
            return prepareAndApply(definition);
        }
        preparing = false;
        List<HasMetadata> remaining;
        try {
            remaining = resumption.prepareApply(saved, definition, new LiveStateReader(applier, context, thread));
        } catch (KindResolver.RefusedException e) {
            return Verdict.failure(e.refusal());
        } catch (SupersededException e) {
            return Verdict.end(context.superseded());
        } catch (RuntimeException problem) {
            return Verdict.failure(RolloutEnd.refused(context.describeFailure(problem)));
        }
        waitTask.watchDiagnostics();
        return apply(remaining, definition);
    }

    private Verdict resumeWait(RolloutCheckpoint saved) throws RolloutInterruptedException {
        preparing = false;
        if (!state.allApplied()) {
            return Verdict.end(ends.interrupted());
        }
        resumption.prepareWait(saved);
        return healthWait.await();
    }

    /** Handles the failure of a watch, which may be temporary. The preparation needs the first list of the objects. */
    private void onUnwatchable(ConnectionFailure failure) {
        if ((synced || !preparing) && WatchPermissions.isTemporary(failure)) {
            waitTask.warnDisconnected(failure);
        } else {
            thread.interrupt(new RolloutThread.Unwatchable(failure));
        }
    }

    private Verdict onInterrupt(RolloutThread.Interrupt interrupt) {
        return switch (interrupt) {
            case RolloutThread.Aborted aborted -> Verdict.end(ends.aborted(aborted.reason()));
            case RolloutThread.Unwatchable unwatchable ->
                Verdict.end(
                        preparing
                                ? RolloutEnd.refused(unwatchable.failure().message())
                                : ends.unwatchable(unwatchable.failure()));
            case RolloutThread.DeadlineExceeded exceeded ->
                verdictOf(() -> healthWait.checkAtDeadline(exceeded.slowRequest()));
        };
    }

    private RolloutEnd finish(Verdict verdict) {
        healthWait.cancelDeadline();
        RolloutEnd end = verdict.isFailure() ? finisher.finishFailure(verdict.end()) : verdict.end();
        finisher.takeBackRevision(end, preflight::discardDraft);
        return end;
    }

    /** Completes the result in any case, because a build waits for it. */
    private RolloutResult close(RolloutEnd end) {
        Instant endedAt = RolloutEvent.now();
        RolloutResult value = finisher.resultWithoutDetails(end, endedAt);
        try {
            healthWait.cancelDeadline();
            value = finisher.close(end, endedAt);
            context.report(new RolloutEvent.Ended(endedAt, value));
        } finally {
            if (!isRollback) {
                context.mailbox().close();
            }
            result.complete(value);
        }
        return value;
    }
}
