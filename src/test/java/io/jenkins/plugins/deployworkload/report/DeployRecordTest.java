package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeployRecordTest {

    @Test
    void aFileThatSomebodyCutShortIsARecordOfNothing() throws Exception {
        DeployRecord record = new DeployRecord();
        // As XStream leaves it where the element is missing.
        Field workloads = DeployRecord.class.getDeclaredField("workloads");
        workloads.setAccessible(true);
        workloads.set(record, null);
        Method resolve = DeployRecord.class.getDeclaredMethod("readResolve");
        resolve.setAccessible(true);

        DeployRecord read = (DeployRecord) resolve.invoke(record);

        assertThat(read.getWorkloads()).isEmpty();
        assertThat(read.getIconFileName()).isNull();
        read.add(List.of(new DeployedWorkload(
                "prod",
                Events.memory(RolloutOptions.defaults()),
                Events.result(Outcome.SUCCEEDED, RolloutResult.Aftermath.NONE))));
        assertThat(read.getWorkloads()).hasSize(1);
    }
}
