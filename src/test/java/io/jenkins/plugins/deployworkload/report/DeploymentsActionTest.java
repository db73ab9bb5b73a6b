package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentsActionTest {

    @Test
    void truncatedFileLoadsAsEmptyAction() throws Exception {
        DeploymentsAction action = new DeploymentsAction();
        // Set the field to null, like XStream does if the file does not contain its element.
        Field workloads = DeploymentsAction.class.getDeclaredField("workloads");
        workloads.setAccessible(true);
        workloads.set(action, null);
        Method resolve = DeploymentsAction.class.getDeclaredMethod("readResolve");
        resolve.setAccessible(true);

        DeploymentsAction read = (DeploymentsAction) resolve.invoke(action);

        assertThat(read.getWorkloads()).isEmpty();
        assertThat(read.getIconFileName()).isNull();
        read.add(List.of(new DeployedWorkload(
                "prod",
                SampleRollout.checkpoint(RolloutOptions.defaults()),
                SampleRollout.result(Outcome.SUCCEEDED, RolloutResult.RecoveryOutcome.NONE))));
        assertThat(read.getWorkloads()).hasSize(1);
    }
}
