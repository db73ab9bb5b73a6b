package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The rollouts of one step: side by side, and done when all are. However they end, their build keeps it. */
public final class RolloutGroup {

    private static final Logger LOGGER = Logger.getLogger(RolloutGroup.class.getName());

    /** One of them, be it that it goes on or that it has ended before. */
    interface RolloutHandle {
        StartedRollout current();

        /** Completes normally. */
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

        /** One that has ended before a restart, or that was refused before it could begin. */
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
                    // It is over.
                }
            };
        }
    }

    private final List<RolloutHandle> handles;
    private final CompletableFuture<List<DeployedWorkload>> results;

    /**
     * @param cluster its name in Jenkins' configuration
     * @param keeper keeps with the build how all of them have ended
     */
    RolloutGroup(String cluster, List<RolloutHandle> parts, Consumer<List<DeployedWorkload>> keeper) {
        this.handles = List.copyOf(parts);
        this.results = CompletableFuture.allOf(
                        parts.stream().map(RolloutHandle::result).toArray(CompletableFuture[]::new))
                .thenApply(all -> record(
                        keeper,
                        parts.stream()
                                .map(part -> new DeployedWorkload(
                                        cluster,
                                        part.current().checkpoint(),
                                        part.result().join()))
                                .toList()));
    }

    /** One that was refused before its rollout could begin. */
    static StartedRollout refused(DeploymentPlan plan, String workload, String message) {
        Instant now = RolloutEvent.now();
        return new StartedRollout(
                new RolloutCheckpoint(
                        RolloutCheckpoint.VERSION,
                        plan.namespace(),
                        workload,
                        false,
                        List.of(),
                        now,
                        now,
                        plan.options(),
                        null,
                        null),
                new RolloutResult(
                        Outcome.REFUSED,
                        message,
                        List.of(),
                        List.of(),
                        RolloutResult.RecoveryOutcome.NONE,
                        now,
                        Duration.ZERO));
    }

    /**
     * One that began before a restart and cannot be taken up again, with all that is known of it; one that had ended stays as it is.
     *
     * @param message why
     */
    static StartedRollout abandoned(StartedRollout begun, String message) {
        if (begun.result() != null) {
            return begun;
        }
        RolloutCheckpoint memory = begun.checkpoint();
        RolloutCheckpoint.FailedDeploy undone = memory.failed();
        Duration duration = Duration.between(memory.startedAt(), RolloutEvent.now());
        return new StartedRollout(
                memory,
                undone == null
                        ? new RolloutResult(
                                Outcome.REFUSED,
                                Messages.RolloutGroup_StatusUnknown(message),
                                memory.objects().stream()
                                        .map(RolloutCheckpoint.ObjectCheckpoint::object)
                                        .toList(),
                                List.of(),
                                RolloutResult.RecoveryOutcome.NONE,
                                memory.startedAt(),
                                duration)
                        : new RolloutResult(
                                undone.outcome(),
                                Messages.RolloutGroup_RollbackInterrupted(undone.message(), message),
                                undone.objects(),
                                undone.findings(),
                                RolloutResult.RecoveryOutcome.FAILED,
                                memory.startedAt(),
                                duration));
    }

    private static List<DeployedWorkload> record(
            Consumer<List<DeployedWorkload>> keeper, List<DeployedWorkload> deployed) {
        try {
            keeper.accept(deployed);
        } catch (RuntimeException e) {
            // It says nothing of the rollouts themselves, and the next save of the build tries again.
            LOGGER.log(Level.WARNING, "What was deployed could not be saved with its build", e);
        }
        return deployed;
    }

    /** How they ended, in the order of the descriptions. */
    public CompletableFuture<List<DeployedWorkload>> results() {
        return results.copy();
    }

    /** Calls when one of them has ended; at once for those that have. */
    void onEnd(Runnable listener) {
        handles.forEach(part -> part.result().thenRun(listener));
    }

    /** What must not begin again after a restart: what is applied, or has ended. */
    List<StartedRollout> started() {
        return handles.stream()
                .map(RolloutHandle::current)
                .filter(part ->
                        part.checkpoint().allApplied() || part.checkpoint().failed() != null || part.result() != null)
                .toList();
    }

    /** Whether nothing is left that would have to begin after a restart. */
    boolean allStarted() {
        return started().size() == handles.size();
    }

    /** Ends the waiting; what was applied stays. */
    public void stop(String reason) {
        handles.forEach(part -> part.stop(reason));
    }
}
