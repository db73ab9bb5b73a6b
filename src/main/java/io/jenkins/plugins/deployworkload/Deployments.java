package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.StepMemory.Begun;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutMemory;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The rollouts of one step: side by side, and done when all are. However they end, their build keeps it. */
final class Deployments {

    private static final Logger LOGGER = Logger.getLogger(Deployments.class.getName());

    /** One of them, be it that it goes on or that it has ended before. */
    interface Part {
        Begun now();

        /** Completes normally. */
        CompletableFuture<RolloutResult> result();

        void stop(String reason);

        static Part of(Rollout rollout) {
            return new Part() {
                @Override
                public Begun now() {
                    return new Begun(rollout.memory(), rollout.result().getNow(null));
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
        static Part over(Begun ended) {
            return new Part() {
                @Override
                public Begun now() {
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

    private final List<Part> parts;
    private final CompletableFuture<List<DeployedWorkload>> results;

    /**
     * @param cluster its name in Jenkins' configuration
     * @param keeper keeps with the build how all of them have ended
     */
    Deployments(String cluster, List<Part> parts, Consumer<List<DeployedWorkload>> keeper) {
        this.parts = List.copyOf(parts);
        this.results = CompletableFuture.allOf(parts.stream().map(Part::result).toArray(CompletableFuture[]::new))
                .thenApply(all -> keep(
                        keeper,
                        parts.stream()
                                .map(part -> new DeployedWorkload(
                                        cluster,
                                        part.now().memory(),
                                        part.result().join()))
                                .toList()));
    }

    /** One that was refused before its rollout could begin. */
    static Begun refused(Plan plan, String workload, String message) {
        Instant now = Rollout.now();
        return new Begun(
                new RolloutMemory(
                        RolloutMemory.VERSION,
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
                        RolloutResult.Aftermath.NONE,
                        now,
                        Duration.ZERO));
    }

    /**
     * One that began before a restart and cannot be taken up again, with all that is known of it; one that had ended stays as it is.
     *
     * @param message why
     */
    static Begun givenUp(Begun begun, String message) {
        if (begun.result() != null) {
            return begun;
        }
        RolloutMemory memory = begun.memory();
        RolloutMemory.Failed undone = memory.failed();
        Duration duration = Duration.between(memory.startedAt(), Rollout.now());
        return new Begun(
                memory,
                undone == null
                        ? new RolloutResult(
                                Outcome.REFUSED,
                                Messages.Deployments_Unwatched(message),
                                memory.objects().stream()
                                        .map(RolloutMemory.Item::object)
                                        .toList(),
                                List.of(),
                                RolloutResult.Aftermath.NONE,
                                memory.startedAt(),
                                duration)
                        : new RolloutResult(
                                undone.outcome(),
                                Messages.Deployments_NotUndone(undone.message(), message),
                                undone.objects(),
                                undone.findings(),
                                RolloutResult.Aftermath.NOT_UNDONE,
                                memory.startedAt(),
                                duration));
    }

    private static List<DeployedWorkload> keep(
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
    CompletableFuture<List<DeployedWorkload>> results() {
        return results.copy();
    }

    /** Calls when one of them has ended; at once for those that have. */
    void onEnd(Runnable listener) {
        parts.forEach(part -> part.result().thenRun(listener));
    }

    /** What must not begin again after a restart: what is applied, or has ended. */
    List<Begun> begun() {
        return parts.stream()
                .map(Part::now)
                .filter(part -> part.memory().applied() || part.memory().failed() != null || part.result() != null)
                .toList();
    }

    /** Whether nothing is left that would have to begin after a restart. */
    boolean allBegun() {
        return begun().size() == parts.size();
    }

    /** Ends the waiting; what was applied stays. */
    void stop(String reason) {
        parts.forEach(part -> part.stop(reason));
    }
}
