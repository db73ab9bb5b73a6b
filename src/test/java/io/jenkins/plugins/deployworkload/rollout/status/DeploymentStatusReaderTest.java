package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentStatusReaderTest {

    private final DeploymentStatusReader reader = new DeploymentStatusReader();

    private static Deployment deployment(
            long generation, Long observed, Integer desired, Integer all, Integer updated, Integer available) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withGeneration(generation)
                .endMetadata()
                .withNewSpec()
                .withReplicas(desired)
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(observed)
                .withReplicas(all)
                .withUpdatedReplicas(updated)
                .withAvailableReplicas(available)
                .endStatus()
                .build();
    }

    private static Deployment stuck(String since) {
        return new DeploymentBuilder(deployment(2, 2L, 3, 4, 1, 3))
                .editSpec()
                .withProgressDeadlineSeconds(60)
                .endSpec()
                .editStatus()
                .addNewCondition()
                .withType("Progressing")
                .withStatus("False")
                .withReason("ProgressDeadlineExceeded")
                .withLastUpdateTime(since)
                .endCondition()
                .endStatus()
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // Columns: generation, observed, desired, all, updated, available
                "2 | 2 | 3 | 3 | 3 | 3 | HEALTHY       | 3 of 3 replicas updated and available",
                "2 | 3 | 3 | 3 | 3 | 3 | HEALTHY       | 3 of 3 replicas updated and available",
                "2 | 2 | - | 1 | 1 | 1 | HEALTHY       | 1 of 1 replicas updated and available",
                "2 | 2 | 0 | - | - | - | HEALTHY       | 0 replicas, so nothing runs",
                "2 | 1 | 3 | 3 | 3 | 3 | IN_PROGRESS    | waiting for the controller to observe the change",
                "2 | - | 3 | - | - | - | IN_PROGRESS    | waiting for the controller to observe the change",
                "1 | 1 | 3 | 3 | 3 | 3 | IN_PROGRESS    | waiting for the controller to observe the change",
                "2 | 2 | 3 | - | - | - | IN_PROGRESS    | 0 of 3 replicas updated, 0 available",
                "2 | 2 | 3 | 3 | 3 | 2 | IN_PROGRESS    | 3 of 3 replicas updated, 2 available",
                "2 | 2 | 3 | 4 | 1 | 3 | IN_PROGRESS    | 1 of 3 replicas updated, 3 available, 3 old remaining",
                "2 | 2 | 3 | 4 | 3 | 3 | IN_PROGRESS    | 3 of 3 replicas updated, 3 available, 1 old remaining",
                "2 | 2 | 1 | 3 | 3 | 3 | IN_PROGRESS    | 3 of 1 replicas updated, 3 available",
                "3 | 3 | 3 | 3 | 3 | 3 | SUPERSEDED | changed by \"?\" during the rollout, so no longer watched"
            })
    void readsStatus(
            long generation,
            Long observed,
            Integer desired,
            Integer all,
            Integer updated,
            Integer available,
            State state,
            String message) {
        assertThat(reader.readStatus(
                        deployment(generation, observed, desired, all, updated, available), new ExpectedState(2, null)))
                .isEqualTo(new StatusResult(state, message));
    }

    @Test
    void progressDeadlineExceededFailsUnlessStale() {
        Deployment stuck = stuck("2026-01-01T00:00:10Z");
        StatusResult status = reader.readStatus(stuck, new ExpectedState(2, null));
        assertThat(status.state()).isEqualTo(State.FAILED);
        assertThat(status.message()).contains("60 seconds").contains("1 of 3 replicas updated");
        assertThat(reader.readStatus(stuck, new ExpectedState(2, "2026-01-01T00:00:10Z"))
                        .state())
                .isEqualTo(State.IN_PROGRESS);
        assertThat(reader.readStatus(stuck, new ExpectedState(2, "2026-01-01T00:00:00Z"))
                        .state())
                .isEqualTo(State.FAILED);
    }

    @Test
    void reportsPausedDeployment() {
        Deployment paused = deployment(2, 2L, 3, 3, 0, 3);
        paused.getSpec().setPaused(true);
        assertThat(reader.readStatus(paused, new ExpectedState(2, null)).message())
                .startsWith("paused: 0 of 3");
    }
}
