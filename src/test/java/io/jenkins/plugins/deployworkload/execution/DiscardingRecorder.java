package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.execution.reporting.ResultRecorder;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;

/** Records the results nowhere. */
class DiscardingRecorder implements ResultRecorder {

    @Override
    public DeployedWorkload ended(RolloutCheckpoint checkpoint, RolloutResult result) {
        return new DeployedWorkload("prod", checkpoint, result);
    }

    @Override
    public void record(List<DeployedWorkload> deployed) {}
}
