package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.execution.reporting.ResultRecorder;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The rollouts of one step. The rollouts run in parallel. When all rollouts have ended, their results are recorded in
 * the build.
 */
public final class RolloutGroup {

    private static final Logger LOGGER = Logger.getLogger(RolloutGroup.class.getName());

    /** A running or ended rollout. */
    interface RolloutHandle {
        StartedRollout current();

        /** The result of the rollout. The future never completes exceptionally. */
        CompletableFuture<RolloutResult> result();

        void stop(String reason);

        static RolloutHandle of(Rollout rollout) {
            return new RolloutHandle() {
                @Override
                public StartedRollout current() {
                    return new StartedRollout(
                            rollout.checkpoint(), rollout.result().getNow(null));
                }

                @Override
                public CompletableFuture<RolloutResult> result() {
                    return rollout.result();
                }

                @Override
                public void stop(String reason) {
                    rollout.stop(reason);
                }
            };
        }

        /** Returns a handle for a rollout that ended before a restart, or was refused before its start. */
        static RolloutHandle finished(StartedRollout ended) {
            return new RolloutHandle() {
                @Override
                public StartedRollout current() {
                    return ended;
                }

                @Override
                public CompletableFuture<RolloutResult> result() {
                    return CompletableFuture.completedFuture(ended.result());
                }

                @Override
                public void stop(String reason) {
                    // There is nothing to stop, because the rollout has already ended.
                }
            };
        }
    }

    private final List<RolloutHandle> handles;
    private final CompletableFuture<List<DeployedWorkload>> results;

    /** @param recorder receives each result, and records all results in the build when all rollouts have ended */
    RolloutGroup(List<RolloutHandle> handles, ResultRecorder recorder) {
        this.handles = List.copyOf(handles);
        List<CompletableFuture<DeployedWorkload>> deployed = handles.stream()
                .map(handle -> handle.result()
                        .thenApply(result -> recorder.ended(handle.current().checkpoint(), result)))
                .toList();
        this.results = CompletableFuture.allOf(deployed.toArray(CompletableFuture[]::new))
                .thenApply(all -> record(
                        recorder, deployed.stream().map(CompletableFuture::join).toList()));
    }

    /** The result for a workload that was refused before its rollout started. */
    static StartedRollout refused(DeploymentPlan plan, String workload, String message) {
        return StartedRollout.neverRun(plan.namespace(), workload, plan.options(), null, Outcome.REFUSED, message);
    }

    /**
     * Creates the result of a rollout that cannot be resumed after a restart, from its checkpoint. A rollout that has
     * already ended is returned unchanged.
     *
     * @param message the reason why the rollout cannot be resumed
     */
    static StartedRollout abandoned(StartedRollout started, String message) {
        if (started.result() != null) {
            return started;
        }
        RolloutCheckpoint checkpoint = started.checkpoint();
        RolloutCheckpoint.FailedDeploy failed = checkpoint.failed();
        Duration duration = Duration.between(checkpoint.startedAt(), RolloutEvent.now());
        return new StartedRollout(
                checkpoint,
                failed == null
                        ? new RolloutResult(
                                Outcome.REFUSED,
                                checkpoint.allApplied()
                                        ? Messages.RolloutGroup_statusUnknown(message)
                                        : Messages.RolloutGroup_partlyApplied(message),
                                checkpoint.objects().stream()
                                        .map(RolloutCheckpoint.ObjectCheckpoint::object)
                                        .toList(),
                                List.of(),
                                RolloutResult.RecoveryOutcome.NONE,
                                checkpoint.startedAt(),
                                duration)
                        : new RolloutResult(
                                failed.outcome(),
                                Messages.RolloutGroup_rollbackInterrupted(failed.message(), message),
                                failed.objects(),
                                failed.findings(),
                                RolloutResult.RecoveryOutcome.FAILED,
                                checkpoint.startedAt(),
                                duration));
    }

    private static List<DeployedWorkload> record(ResultRecorder recorder, List<DeployedWorkload> deployed) {
        try {
            recorder.record(deployed);
        } catch (RuntimeException e) {
            // Ignore the error, because the results in memory are correct, and the next save of the build also saves
            // them.
            LOGGER.log(Level.WARNING, "The results of a deploy could not be saved with its build", e);
        }
        return deployed;
    }

    /** The results, in the order of the workload descriptions. */
    public CompletableFuture<List<DeployedWorkload>> results() {
        return results.copy();
    }

    /**
     * Waits for all results. The wait is interruptible.
     *
     * @return the results, in the order of the workload descriptions
     */
    public List<DeployedWorkload> await() throws InterruptedException {
        try {
            return results.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Waits for all results for a limited time.
     *
     * @return whether there are results
     */
    public boolean await(Duration limit) throws InterruptedException {
        try {
            results.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Calls the listener once for each rollout when the rollout ends. For a rollout that has already ended, the call is
     * immediate.
     */
    void onEnd(Runnable listener) {
        handles.forEach(handle -> handle.result().thenRun(listener));
    }

    /** The rollouts that must not start again after a restart: they may have applied an object, or have ended. */
    List<StartedRollout> started() {
        return handles.stream()
                .map(RolloutHandle::current)
                .filter(rollout -> rollout.mayHaveApplied() || !rollout.needsObjects())
                .toList();
    }

    /** Whether no rollout has to apply objects after a restart. */
    boolean allApplied() {
        return handles.stream().map(RolloutHandle::current).noneMatch(StartedRollout::needsObjects);
    }

    /** Stops the rollouts because the build was aborted. */
    public void abort() {
        stop(Messages.RolloutGroup_aborted());
    }

    /** Stops waiting for the rollouts. Applied objects stay in the cluster. */
    void stop(String reason) {
        handles.forEach(handle -> handle.stop(reason));
    }
}
