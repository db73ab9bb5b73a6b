package io.jenkins.plugins.deployworkload.execution;

import hudson.model.Result;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.Summary;
import java.util.List;

/**
 * What the rollouts of a step mean for its build.
 *
 * @param message why it is not a success; empty for one
 */
public record StepOutcome(Result result, String message) {

    /** @param asked what becomes of the build when a workload does not run; null for a failure */
    public static StepOutcome of(List<DeployedWorkload> results, BuildResult asked) {
        if (Summary.succeeded(results)) {
            return new StepOutcome(Result.SUCCESS, "");
        }
        return new StepOutcome((asked == null ? BuildResult.failure : asked).result(), Summary.failures(results));
    }
}
