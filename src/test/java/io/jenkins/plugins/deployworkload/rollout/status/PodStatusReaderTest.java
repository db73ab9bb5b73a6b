package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodStatusReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                                 | IN_PROGRESS | pending",
                "{phase: Pending}                                                                   | IN_PROGRESS | pending",
                "{phase: Unknown}                                                                   | IN_PROGRESS | pending",
                "{phase: Running}                                                                   | IN_PROGRESS | running, not ready",
                "{phase: Running, conditions: [{type: Ready, status: 'False'}]}                     | IN_PROGRESS | running, not ready",
                "{phase: Running, conditions: [{type: Ready, status: 'True'}]}                      | HEALTHY     | running and ready",
                "{phase: Running, observedGeneration: 1, conditions: [{type: Ready, status: 'True'}]} | IN_PROGRESS | waiting for the controller to observe the change",
                "{phase: Running, observedGeneration: 2, conditions: [{type: Ready, status: 'True'}]} | HEALTHY     | running and ready",
                "{phase: Succeeded}                                                                 | HEALTHY     | completed",
                "{phase: Failed}                                                                    | FAILED      | failed and does not run again",
                "{phase: Failed, reason: Evicted, message: low on memory}                           | FAILED      | failed and does not run again (Evicted: low on memory)",
            })
    void readsStatus(String status, State state, String message) {
        Pod pod = Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, generation: 2}
                status: %s
                """.formatted(status), Pod.class);
        assertThat(new PodStatusReader().readStatus(pod, new ExpectedState(2, null)))
                .isEqualTo(new StatusResult(state, message));
    }
}
