package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Durations;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import java.time.Duration;

/**
 * What a job asks for, through whichever door.
 *
 * @param cluster   the name of a configured cluster
 * @param namespace null for the cluster's own
 * @param workload  described in the job, or null
 * @param file      an Ant pattern of files in the workspace, or null; exactly one of the two is given
 * @param timeout   null for {@link #DEFAULT_TIMEOUT}
 * @param options   what the rollout may do beyond applying and watching
 */
record Order(String cluster, String namespace, Workload workload, String file, String timeout, RolloutOptions options) {

    static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    /** What was not said is not done. */
    static RolloutOptions options(
            FailurePolicy onFailure, Boolean prune, Boolean recreate, Boolean adopt, Boolean forceConflicts) {
        return RolloutOptions.defaults()
                .withOnFailure((onFailure == null ? FailurePolicy.keep : onFailure).engine())
                .withPrune(Boolean.TRUE.equals(prune))
                .withRecreate(Boolean.TRUE.equals(recreate))
                .withAdopt(Boolean.TRUE.equals(adopt))
                .withForceConflicts(Boolean.TRUE.equals(forceConflicts));
    }

    void check(Report report) {
        if ((workload == null) == (file == null)) {
            report.problem(workload == null ? "workload" : "file", Messages.Order_OneOf());
        }
    }

    Duration waitAtMost() {
        return timeout == null ? DEFAULT_TIMEOUT : Durations.parse(timeout);
    }
}
