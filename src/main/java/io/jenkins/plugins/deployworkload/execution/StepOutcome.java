package io.jenkins.plugins.deployworkload.execution;

import hudson.model.Result;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.Summary;
import java.util.List;

/**
 * The build result of a step, derived from the results of its rollouts.
 *
 * @param message one line for each workload that failed; empty for a success
 */
public record StepOutcome(Result result, String message) {

    /** @param buildResult result of the build if a workload does not become healthy; null for a failure */
    public static StepOutcome of(List<DeployedWorkload> results, BuildResult buildResult) {
        if (Summary.succeeded(results)) {
            return new StepOutcome(Result.SUCCESS, "");
        }
        return new StepOutcome(
                (buildResult == null ? BuildResult.failure : buildResult).result(), Summary.failures(results));
    }
}
