package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.prune.StuckPodDeleter;
import io.jenkins.plugins.deployworkload.rollout.watch.FinalStatusCheck;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutDeadline;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutExecutor;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import io.jenkins.plugins.deployworkload.rollout.watch.StatusAggregator;
import io.jenkins.plugins.deployworkload.rollout.watch.WaitTask;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchPermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One rollout: opens the watches, checks and applies the objects, and waits until all objects are healthy or one object
 * has failed. Every step is a task of one {@link RolloutExecutor}; no thread is blocked between the tasks.
 */
public final class Rollout {

    private enum Phase {
        PREPARING,
        APPLYING,
        RESUMING,
        WAITING,
        FINISHING,
        ENDED
    }

    private final RolloutContext context;
    private final RolloutState state;
    private final RolloutExecutor executor;
    private final boolean isRollback;
    private final Pruner pruner;
    private final Applier applier;
    private final Preflight preflight;
    private final WaitTask waitTask;
    private final RolloutDeadline deadline;
    private final RolloutSetup setup;
    private final RolloutFinisher finisher;
    private final RolloutEndFactory ends;
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();

    private Phase phase = Phase.PREPARING;
    private Runnable pendingEnd;
    private String stopReason;
    private volatile RolloutCheckpoint checkpoint;

    /** @param isRollback whether this rollout is the rollback of a failed deploy; its revision is already active */
    Rollout(RolloutContext context, boolean isRollback) {
        this.context = context;
        this.state = context.state();
        this.executor = context.executor();
        this.isRollback = isRollback;
        this.applier = new Applier(context.applyContext());
        this.pruner = context.newPruner();
        this.preflight = new Preflight(context, applier, pruner, isRollback);
        this.waitTask = new WaitTask(
                context,
                cache -> isRollback ? new StuckPodDeleter(context, cache, pruner)::deleteStuckPods : object -> {},
                this::onUnwatchable,
                this::onStatus);
        FinalStatusCheck finalCheck = new FinalStatusCheck(context);
        this.deadline = new RolloutDeadline(context, waitTask, finalCheck);
        this.setup = new RolloutSetup(context, preflight, waitTask, finalCheck, isRollback);
        this.finisher = new RolloutFinisher(context, pruner, waitTask, isRollback, saved -> checkpoint = saved);
        this.ends = new RolloutEndFactory(state);
        this.checkpoint = state.checkpoint(null);
        executor.onFailure(problem -> close(ends.internalError(problem)));
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
     */
    public void stop(String reason) {
        executor.execute(() -> {
            if (phase == Phase.FINISHING) {
                finisher.stop(reason);
            } else if (phase != Phase.ENDED) {
                stopReason = reason;
                endWhenIdle(() -> end(ends.aborted(stopReason)));
            }
        });
        // The applier stops at once, because an answer may arrive before the task above runs. The task above is queued
        // first, so that all later tasks find the rollout aborted.
        applier.stop();
    }

    void start(List<HasMetadata> objects) {
        context.redactor().addObjects(objects);
        executor.execute(() -> {
            deadline.schedule(setup.timeLeft(), this::onDeadline);
            executor.after(
                    setup.prepare(objects, () -> phase == Phase.PREPARING),
                    (refusal, problem) -> onLiveStates(objects, refusal, problem));
        });
    }

    private void onLiveStates(List<HasMetadata> objects, Optional<RolloutEnd> refusal, Throwable problem) {
        if (phase != Phase.PREPARING || endIfDecided(refusal, problem)) {
            return;
        }
        phase = Phase.APPLYING;
        if (context.options().dryRun()) {
            executor.after(new DryRun(context, applier, pruner).run(objects), end -> unlessStopped(() -> end(end)));
        } else {
            executor.after(
                    isRollback ? preflight.deleteSuccessors() : preflight.activate(objects),
                    (end, failure) -> unlessStopped(() -> {
                        if (!endIfDecided(end, failure)) {
                            apply(objects);
                        }
                    }));
        }
    }

    private boolean endIfDecided(Optional<RolloutEnd> end, Throwable problem) {
        if (problem != null) {
            end(RolloutEnd.refused(context.describeFailure(problem)));
            return true;
        }
        end.ifPresent(this::fail);
        return end.isPresent();
    }

    private void unlessStopped(Runnable next) {
        if (stopReason != null) {
            end(ends.aborted(stopReason));
        } else {
            (pendingEnd == null ? next : pendingEnd).run();
        }
    }

    private void apply(List<HasMetadata> objects) {
        ApplyRun run = new ApplyRun(context, applier, () -> checkpoint = context.checkpoint());
        executor.after(waitTask.eventsSynced().thenComposeAsync(done -> run.run(objects), executor), this::onApplied);
    }

    private void onApplied(Optional<RolloutEnd> refusal) {
        if (stopReason != null) {
            end(refusal.map(refused -> ends.aborted(stopReason, refused)).orElseGet(() -> ends.aborted(stopReason)));
        } else if (refusal.isPresent()) {
            fail(refusal.get());
        } else if (pendingEnd != null) {
            pendingEnd.run();
        } else if (context.options().detached()) {
            phase = Phase.FINISHING;
            executor.after(finisher.finishDetached(), this::end);
        } else {
            phase = Phase.WAITING;
            context.report(new RolloutEvent.Waiting(RolloutEvent.now(), checkpoint));
            waitTask.begin();
        }
    }

    void resume(RolloutCheckpoint saved) {
        executor.execute(() -> {
            phase = Phase.RESUMING;
            checkpoint = saved;
            if (saved.failed() != null) {
                phase = Phase.FINISHING;
                // If the history cannot be read now, the rollback reads it again.
                executor.after(
                        RolloutContext.async(() -> context.revisions().resume(saved.revision())),
                        (done, problem) -> executor.after(finisher.resume(saved), this::end));
            } else if (!state.allApplied()) {
                end(ends.interrupted());
            } else {
                deadline.schedule(setup.timeLeftAfterResume(), this::onDeadline);
                executor.after(setup.prepareResume(saved), done -> onResumed());
            }
        });
    }

    private void onResumed() {
        if (phase != Phase.RESUMING) {
            return;
        }
        phase = Phase.WAITING;
        waitTask.begin();
        if (RolloutEvent.now().isAfter(state.parameters().deadline())) {
            onDeadline();
        }
    }

    private void onStatus(StatusAggregator.Finished status) {
        if (status.outcome() == Outcome.SUCCEEDED) {
            phase = Phase.FINISHING;
            executor.after(finisher.finishSuccess(status.message()), this::end);
        } else {
            fail(new RolloutEnd(status.outcome(), status.message()));
        }
    }

    /** Handles the failure of a watch of the objects. The failure may be temporary. */
    private void onUnwatchable(ConnectionFailure failure) {
        if (phase == Phase.PREPARING) {
            end(RolloutEnd.refused(failure.message()));
        } else if (WatchPermissions.isTemporary(failure)) {
            waitTask.warnDisconnected(failure);
        } else {
            endWhenIdle(() -> end(ends.unwatchable(failure)));
        }
    }

    private void onDeadline() {
        // The slow request is noted now, because it may be answered before the rollout ends.
        Optional<String> slowRequest = deadline.slowRequest();
        endWhenIdle(() -> {
            if (state.allApplied()) {
                phase = phase == Phase.APPLYING ? Phase.WAITING : phase;
                executor.after(deadline.runFinalCheck(), this::onFinalCheck);
            } else {
                fail(deadline.exceeded(slowRequest));
            }
        });
    }

    private void onFinalCheck(Map<ObjectRef, String> unread) {
        if (phase != Phase.WAITING && phase != Phase.RESUMING) {
            return;
        }
        phase = Phase.WAITING;
        deadline.decide(unread).ifPresent(exceeded -> {
            if (exceeded.certain()) {
                fail(exceeded.end());
            } else {
                end(exceeded.end());
            }
        });
    }

    private void fail(RolloutEnd end) {
        if (phase == Phase.ENDED || phase == Phase.FINISHING) {
            return;
        }
        phase = Phase.FINISHING;
        deadline.cancel();
        executor.after(finisher.finishFailure(end), this::end);
    }

    /** Ends the rollout now, or after the answers of the applies in flight, so that their effect is reported. */
    private void endWhenIdle(Runnable ending) {
        if (phase == Phase.APPLYING) {
            applier.stop();
            pruner.stop();
            preflight.stop();
            pendingEnd = pendingEnd == null ? ending : pendingEnd;
        } else if (phase != Phase.ENDED && phase != Phase.FINISHING) {
            ending.run();
        }
    }

    private void end(RolloutEnd end) {
        if (finisher.shouldRestorePrevious(end)) {
            phase = Phase.FINISHING;
            executor.after(finisher.restorePrevious(), done -> close(end));
        } else {
            close(end);
        }
    }

    private void close(RolloutEnd end) {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        deadline.cancel();
        waitTask.close();
        context.connection().close();
        Instant endedAt = RolloutEvent.now();
        RolloutResult value = finisher.result(end, endedAt);
        context.report(new RolloutEvent.Ended(endedAt, value));
        result.complete(value);
    }
}
