package io.jenkins.plugins.deployworkload;

import hudson.model.Result;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.Summary;
import java.util.List;

/**
 * What the rollouts of a step mean for its build.
 *
 * @param message why it is not a success; empty for one
 */
record Ending(Result result, String message) {

    /** @param asked what becomes of the build when a workload does not run; null for a failure */
    static Ending of(List<DeployedWorkload> results, BuildResult asked) {
        if (Summary.succeeded(results)) {
            return new Ending(Result.SUCCESS, "");
        }
        return new Ending((asked == null ? BuildResult.failure : asked).result(), Summary.failures(results));
    }
}
