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
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.prune.StuckPodDeleter;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.watch.FinalStatusCheck;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutDeadline;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutExecutor;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import io.jenkins.plugins.deployworkload.rollout.watch.StatusAggregator;
import io.jenkins.plugins.deployworkload.rollout.watch.WaitTask;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchPermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One rollout, from one part to the next: opens the watches and prepares, applies, and then waits for events until each
 * object is done or one of them has failed. Everything happens in tasks that run one after the other; between them no thread
 * is held.
 */
public final class Rollout {

    /** How long a resumed rollout whose time is over waits for the cluster to say how things stand. */
    private static final Duration RESUME_GRACE = Duration.ofSeconds(30);

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
    private final RevisionCache revisions;
    private final boolean isRollback;
    private final Pruner pruner;
    private final Applier applier;
    private final Preflight preflight;
    private final WaitTask waitTask;
    private final FinalStatusCheck finalCheck;
    private final RolloutDeadline deadline;
    private final RolloutFinisher finisher;
    private final RolloutExecutor executor;
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();

    private Phase phase = Phase.PREPARING;
    private Runnable pendingEnd;
    private String stopReason;
    private volatile RolloutCheckpoint checkpoint;

    /** @param undoing whether it puts back what ran before: the workload is claimed already, and nothing is noted of it */
    Rollout(RolloutContext context, boolean undoing) {
        this.context = context;
        this.state = context.state();
        this.revisions = context.revisions();
        this.executor = context.executor();
        this.isRollback = undoing;
        this.applier = new Applier(new Applier.ApplyContext(
                context.connection(),
                context.namespace(),
                context.options(),
                () -> revisions.unavailable() == null ? context.activeRevision()::isStillActive : null));
        this.pruner = new Pruner(
                context.connection(), context.namespace(), state.parameters().workload());
        this.preflight = new Preflight(context, applier, pruner, undoing);
        this.waitTask = new WaitTask(
                context,
                cache -> undoing ? new StuckPodDeleter(context, cache, pruner)::deleteStuckPods : object -> {},
                this::onUnwatchable,
                this::onStatus);
        this.finalCheck = new FinalStatusCheck(context);
        this.deadline = new RolloutDeadline(context, waitTask, finalCheck);
        this.finisher = new RolloutFinisher(context, pruner, waitTask, undoing, kept -> checkpoint = kept);
        this.checkpoint = state.checkpoint(null);
        executor.onFailure(this::onInternalError);
    }

    /** Nothing is judged for that: it may be judging that has failed. */
    private void onInternalError(Throwable problem) {
        String applied = state.appliedOrNothing();
        close(new RolloutEnd(
                Outcome.FAILED,
                Messages.Rollout_internalError(problem.getClass().getSimpleName(), applied)));
    }

    /** How it ended; always completes normally. */
    public CompletableFuture<RolloutResult> result() {
        return result.copy();
    }

    /** What {@link RolloutEngine#resume} needs, as of now. */
    public RolloutCheckpoint checkpoint() {
        return checkpoint;
    }

    /**
     * Ends the rollout as aborted, and leaves alone what was applied. What is being applied is waited for, and of what is
     * described nothing more is begun once this returns. One that has failed by then ends as that, with nothing more undone.
     */
    public void stop(String reason) {
        executor.execute(() -> {
            if (phase == Phase.FINISHING) {
                finisher.stop(reason);
            } else if (phase != Phase.ENDED) {
                stopReason = reason;
                endWhenIdle(() -> end(aborted()));
            }
        });
        // Not only when the task comes to run: an answer may be faster. After it was queued, so that what this leads
        // to finds the rollout stopped.
        applier.stop();
    }

    private RolloutEnd aborted() {
        if (!state.applied().isEmpty()) {
            return new RolloutEnd(Outcome.ABORTED, Messages.Rollout_aborted(stopReason, state.describe()));
        }
        String missing = state.deletedNotRecreated();
        String nothing = Messages.Rollout_abortedBeforeApply(stopReason);
        return new RolloutEnd(
                Outcome.ABORTED,
                missing.isEmpty() ? nothing : Sentences.join(nothing, Messages.Rollout_deletedNotRecreated(missing)));
    }

    void start(List<HasMetadata> objects) {
        context.redactor().addObjects(objects);
        executor.execute(() -> {
            deadline.schedule(
                    Duration.between(RolloutEvent.now(), state.parameters().deadline()), this::onDeadline);
            CompletableFuture<Void> record = isRollback ? CompletableFuture.completedFuture(null) : revisions.read();
            CompletableFuture<Optional<RolloutEnd>> survey = CompletableFuture.allOf(waitTask.watch(), record)
                    .thenComposeAsync(nothing -> readLiveStates(objects), executor);
            executor.after(survey, (refusal, problem) -> onLiveStates(objects, refusal, problem));
        });
    }

    private CompletableFuture<Optional<RolloutEnd>> readLiveStates(List<HasMetadata> objects) {
        if (phase != Phase.PREPARING) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (!context.options().dryRun() && !objects.stream().allMatch(revisions::isInLatest)) {
            waitTask.watchDiagnosticsFromNow();
        }
        return preflight.readLiveStates(objects);
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
                    (lost, failure) -> unlessStopped(() -> {
                        if (!endIfDecided(lost, failure)) {
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
            end(aborted());
        } else {
            (pendingEnd == null ? next : pendingEnd).run();
        }
    }

    private void apply(List<HasMetadata> objects) {
        ApplyRun applying = new ApplyRun(context, applier, () -> checkpoint = state.checkpoint(revisions.revisionId()));
        executor.after(
                waitTask.eventsSynced().thenComposeAsync(heard -> applying.run(objects), executor), this::onApplied);
    }

    private void onApplied(Optional<RolloutEnd> refusal) {
        if (stopReason != null) {
            RolloutEnd end = aborted();
            end(refusal.map(no -> new RolloutEnd(end.outcome(), Sentences.join(end.message(), no.message())))
                    .orElse(end));
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

    void resume(RolloutCheckpoint kept) {
        executor.execute(() -> {
            phase = Phase.RESUMING;
            checkpoint = kept;
            if (kept.failed() != null) {
                phase = Phase.FINISHING;
                // What cannot be read now is read when it is needed.
                executor.after(
                        revisions.resume(kept.revision()),
                        (found, problem) -> executor.after(finisher.resume(kept), this::end));
                return;
            }
            if (!state.allApplied()) {
                end(new RolloutEnd(Outcome.FAILED, Messages.Rollout_interrupted()));
                return;
            }
            CompletableFuture<Void> record = isRollback
                    ? CompletableFuture.completedFuture(null)
                    // Without it the wait goes on: it is read again when it is needed.
                    : revisions.resume(kept.revision()).exceptionally(problem -> null);
            Duration left =
                    Duration.between(RolloutEvent.now(), state.parameters().deadline());
            deadline.schedule(left.compareTo(RESUME_GRACE) < 0 ? RESUME_GRACE : left, this::onDeadline);
            waitTask.watchDiagnostics();
            executor.after(
                    CompletableFuture.allOf(record, finalCheck.reloadAccepted(), waitTask.watch()),
                    known -> onResumed());
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

    private void onStatus(StatusAggregator.Finished over) {
        if (over.outcome() == Outcome.SUCCEEDED) {
            onSuccess(over.message());
        } else {
            fail(new RolloutEnd(over.outcome(), over.message()));
        }
    }

    /** The objects cannot be seen at the moment. */
    private void onUnwatchable(ConnectionFailure failure) {
        if (phase == Phase.PREPARING) {
            end(RolloutEnd.refused(failure.message()));
        } else if (WatchPermissions.isTemporary(failure)) {
            waitTask.warnDisconnected(failure);
        } else {
            endWhenIdle(() -> end(RolloutEnd.refused(
                    Messages.Rollout_unwatchable(Sentences.of(failure.message()), state.describe()))));
        }
    }

    private void onDeadline() {
        // As of now: it ends later where what is under way is answered in the end.
        Optional<String> silence = deadline.slowRequest();
        endWhenIdle(() -> {
            if (state.allApplied()) {
                phase = phase == Phase.APPLYING ? Phase.WAITING : phase;
                executor.after(deadline.finalCheck(), this::onFinalCheck);
            } else {
                fail(deadline.exceeded(silence));
            }
        });
    }

    private void onFinalCheck(Map<ObjectRef, String> unseen) {
        if (phase != Phase.WAITING && phase != Phase.RESUMING) {
            return;
        }
        phase = Phase.WAITING;
        deadline.decide(unseen).ifPresent(missed -> {
            if (missed.certain()) {
                fail(missed.end());
            } else {
                end(missed.end());
            }
        });
    }

    private void onSuccess(String message) {
        phase = Phase.FINISHING;
        executor.after(finisher.finishSuccess(message), this::end);
    }

    private void fail(RolloutEnd end) {
        if (phase == Phase.ENDED || phase == Phase.FINISHING) {
            return;
        }
        phase = Phase.FINISHING;
        deadline.cancel();
        executor.after(finisher.finishFailure(end), this::end);
    }

    /** Ends now, or, while requests are under way whose effect is to be reported, right after them. */
    private void endWhenIdle(Runnable how) {
        if (phase == Phase.APPLYING) {
            applier.stop();
            pruner.stop();
            preflight.stop();
            pendingEnd = pendingEnd == null ? how : pendingEnd;
        } else if (phase != Phase.ENDED && phase != Phase.FINISHING) {
            how.run();
        }
    }

    private void end(RolloutEnd how) {
        if (finisher.shouldRestorePrevious(how)) {
            phase = Phase.FINISHING;
            executor.after(finisher.restorePrevious(), given -> close(how));
        } else {
            close(how);
        }
    }

    private void close(RolloutEnd how) {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        deadline.cancel();
        waitTask.close();
        context.connection().close();
        Instant end = RolloutEvent.now();
        RolloutResult value = finisher.result(how, end);
        context.report(new RolloutEvent.Ended(end, value));
        result.complete(value);
    }
}
