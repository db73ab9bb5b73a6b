package io.jenkins.plugins.deployworkload;

import hudson.model.Run;
import io.jenkins.plugins.deployworkload.report.DeployRecord;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutMemory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The rollouts of one step: side by side, and done when all are. However they end, their build keeps it. */
final class Deployments {

    private static final Logger LOGGER = Logger.getLogger(Deployments.class.getName());

    private final List<Rollout> rollouts;
    private final CompletableFuture<List<DeployedWorkload>> results;

    /** @param cluster its name in Jenkins' configuration */
    Deployments(Run<?, ?> build, String cluster, List<Rollout> rollouts) {
        this.rollouts = List.copyOf(rollouts);
        this.results = CompletableFuture.allOf(
                        rollouts.stream().map(Rollout::result).toArray(CompletableFuture[]::new))
                .thenApply(all -> keep(
                        build,
                        rollouts.stream()
                                .map(rollout -> new DeployedWorkload(
                                        cluster,
                                        rollout.memory(),
                                        rollout.result().join()))
                                .toList()));
    }

    private static List<DeployedWorkload> keep(Run<?, ?> build, List<DeployedWorkload> deployed) {
        try {
            DeployRecord.add(build, deployed);
        } catch (IOException e) {
            // It says nothing of the rollouts themselves, and the next save of the build tries again.
            LOGGER.log(Level.WARNING, "What was deployed could not be saved with its build", e);
        }
        return deployed;
    }

    /** How they ended, in the order of the descriptions; completes normally. */
    CompletableFuture<List<DeployedWorkload>> results() {
        return results.copy();
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
