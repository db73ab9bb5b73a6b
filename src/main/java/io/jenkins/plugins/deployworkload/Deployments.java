package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutMemory;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The rollouts of one step: side by side, and done when all are. */
final class Deployments {

    private final List<Rollout> rollouts;

    Deployments(List<Rollout> rollouts) {
        this.rollouts = List.copyOf(rollouts);
    }

    /** How they ended, in the order of the descriptions; completes normally. */
    CompletableFuture<List<RolloutResult>> results() {
        List<CompletableFuture<RolloutResult>> results =
                rollouts.stream().map(Rollout::result).toList();
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(all -> results.stream().map(CompletableFuture::join).toList());
    }

    /** What is needed to go on after a restart; complete once everything was applied. */
    List<RolloutMemory> memories() {
        return rollouts.stream().map(Rollout::memory).toList();
    }

    boolean applied() {
        return memories().stream().allMatch(RolloutMemory::applied);
    }

    /** Ends the waiting; what was applied stays. */
    void stop(String reason) {
        rollouts.forEach(rollout -> rollout.stop(reason));
    }
}
