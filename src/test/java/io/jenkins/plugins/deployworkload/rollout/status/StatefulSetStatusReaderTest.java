package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatefulSetStatusReaderTest {

    private static StatefulSet set(
            String strategy, Integer partition, long generation, Long observed, Integer desired) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName("web")
                .withGeneration(generation)
                .endMetadata()
                .withNewSpec()
                .withReplicas(desired)
                .withNewUpdateStrategy()
                .withType(strategy)
                .withNewRollingUpdate()
                .withPartition(partition)
                .endRollingUpdate()
                .endUpdateStrategy()
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(observed)
                .endStatus()
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // Columns: strategy, partition, generation, observed, desired, all, ready, available, updated, current
                // revision
                "RollingUpdate | - | 2 | 2 | 3 | 3 | 3 | 3 | 3 | new | HEALTHY       | 3 of 3 replicas updated and available",
                "RollingUpdate | 0 | 2 | 3 | 3 | 3 | 3 | 3 | 3 | new | HEALTHY       | 3 of 3 replicas updated and available",
                "RollingUpdate | - | 2 | 2 | - | 1 | 1 | 1 | 1 | new | HEALTHY       | 1 of 1 replicas updated and available",
                "RollingUpdate | - | 2 | 2 | 0 | - | - | - | - | new | HEALTHY       | 0 replicas, so nothing runs",
                "RollingUpdate | - | 2 | 1 | 3 | 3 | 3 | 3 | 3 | new | IN_PROGRESS    | waiting for the controller to observe the change",
                "RollingUpdate | - | 2 | - | 3 | - | - | - | - | -   | IN_PROGRESS    | waiting for the controller to observe the change",
                "RollingUpdate | - | 1 | 1 | 3 | 3 | 3 | 3 | 3 | new | IN_PROGRESS    | waiting for the controller to observe the change",
                "RollingUpdate | - | 2 | 2 | 3 | 3 | 3 | 3 | 3 | old | IN_PROGRESS    | 3 of 3 replicas updated, 3 available",
                "RollingUpdate | - | 2 | 2 | 3 | 3 | 3 | 2 | 3 | old | IN_PROGRESS    | 3 of 3 replicas updated, 2 available",
                "RollingUpdate | - | 2 | 2 | 3 | 3 | 2 | 2 | 1 | old | IN_PROGRESS    | 1 of 3 replicas updated, 2 available",
                "RollingUpdate | - | 2 | 2 | 2 | 3 | 3 | 3 | 3 | new | IN_PROGRESS    | 2 of 2 replicas updated, 3 available",
                "RollingUpdate | 2 | 2 | 2 | 3 | 3 | 3 | 3 | 1 | old | HEALTHY       | 3 of 3 replicas available, 1 updated; partition 2 keeps the other replicas unchanged",
                "RollingUpdate | 2 | 2 | 2 | 3 | 3 | 3 | 3 | 0 | old | IN_PROGRESS    | 0 of 1 replicas updated, 3 available",
                "RollingUpdate | 9 | 2 | 2 | 3 | 3 | 3 | 3 | 0 | old | HEALTHY       | 3 of 3 replicas available, 0 updated; partition 9 keeps the other replicas unchanged",
                "RollingUpdate | 2 | 2 | 2 | 3 | 2 | 2 | 2 | 2 | new | IN_PROGRESS    | 2 of 3 replicas updated, 2 available",
                "OnDelete      | - | 2 | 2 | 3 | 3 | 3 | 3 | 1 | old | HEALTHY       | 3 of 3 replicas available, 1 updated; the strategy OnDelete updates the other replicas when their pods are deleted",
                "OnDelete      | - | 2 | 2 | 3 | 3 | 3 | 3 | 3 | new | HEALTHY       | 3 of 3 replicas updated and available",
                "OnDelete      | - | 2 | 2 | 3 | 3 | 3 | 2 | 3 | new | IN_PROGRESS    | 3 of 3 replicas updated, 2 available",
                "RollingUpdate | - | 3 | 3 | 3 | 3 | 3 | 3 | 3 | new | SUPERSEDED | changed by \"?\" during the rollout, so no longer watched",
            })
    void readsStatus(
            String strategy,
            Integer partition,
            long generation,
            Long observed,
            Integer desired,
            Integer all,
            Integer ready,
            Integer available,
            Integer updated,
            String current,
            State state,
            String message) {
        StatefulSet set = new StatefulSetBuilder(set(strategy, partition, generation, observed, desired))
                .editStatus()
                .withReplicas(all)
                .withReadyReplicas(ready)
                .withAvailableReplicas(available)
                .withUpdatedReplicas(updated)
                .withCurrentRevision(current)
                .withUpdateRevision(current == null ? null : "new")
                .endStatus()
                .build();
        assertThat(new StatefulSetStatusReader().readStatus(set, new ExpectedState(2, null)))
                .isEqualTo(new StatusResult(state, message));
    }
}
