package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodDisruptionBudgetStatusReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | {}                                            | IN_PROGRESS | waiting for the controller to observe the change",
                "2 | {observedGeneration: 1, disruptionsAllowed: 1} | IN_PROGRESS | waiting for the controller to observe the change",
                "1 | {observedGeneration: 1, disruptionsAllowed: 1} | IN_PROGRESS | waiting for the controller to observe the change",
                "2 | {observedGeneration: 2, disruptionsAllowed: 1} | HEALTHY     | 'in effect, 1 disruption allowed'",
                // Too few healthy pods are the concern of the workload.
                "2 | {observedGeneration: 2, disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 3} | HEALTHY | 'in effect, no disruptions allowed'",
                "3 | {observedGeneration: 3}                       | SUPERSEDED  | 'changed by \"?\" during the rollout, so no longer watched'",
            })
    void readsStatus(long generation, String status, State state, String message) {
        PodDisruptionBudget budget =
                Serialization.unmarshal("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: web, generation: %d}
                status: %s
                """.formatted(generation, status), PodDisruptionBudget.class);
        assertThat(new PodDisruptionBudgetStatusReader().readStatus(budget, new ExpectedState(2, null)))
                .isEqualTo(new StatusResult(state, message));
    }
}
