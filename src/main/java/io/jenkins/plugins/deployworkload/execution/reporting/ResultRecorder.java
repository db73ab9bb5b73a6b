package io.jenkins.plugins.deployworkload.execution.reporting;

import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;

/** Receives the results of the rollouts of a step. */
public interface ResultRecorder {

    /**
     * Takes the result of one rollout at its end. After a restart of Jenkins, the result of a rollout that had ended
     * before comes again.
     *
     * @param checkpoint the checkpoint of the rollout at its end
     * @return the result as the build keeps it
     */
    DeployedWorkload ended(RolloutCheckpoint checkpoint, RolloutResult result);

    /**
     * Records the results of all rollouts of the step with its build.
     *
     * @param deployed in the order of the workload descriptions
     */
    void record(List<DeployedWorkload> deployed);
}
