package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatefulSetStatusReaderTest {

    private static StatefulSet set(String strategy, Integer partition, long generation, Long observed, Integer wanted) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName("web")
                .withGeneration(generation)
                .endMetadata()
                .withNewSpec()
                .withReplicas(wanted)
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
                // strategy, partition, generation, observed, wanted, all, ready, available, updated, current revision
                "RollingUpdate | - | 2 | 2 | 3 | 3 | 3 | 3 | 3 | new | HEALTHY       | 3 of 3 replicas updated and available",
                "RollingUpdate | 0 | 2 | 3 | 3 | 3 | 3 | 3 | 3 | new | HEALTHY       | 3 of 3 replicas updated and available",
                "RollingUpdate | - | 2 | 2 | - | 1 | 1 | 1 | 1 | new | HEALTHY       | 1 of 1 replicas updated and available",
                "RollingUpdate | - | 2 | 2 | 0 | - | - | - | - | new | HEALTHY       | 0 replicas are asked for: nothing runs",
                "RollingUpdate | - | 2 | 1 | 3 | 3 | 3 | 3 | 3 | new | IN_PROGRESS    | its controller has not yet seen the change",
                "RollingUpdate | - | 2 | - | 3 | - | - | - | - | -   | IN_PROGRESS    | its controller has not yet seen the change",
                "RollingUpdate | - | 1 | 1 | 3 | 3 | 3 | 3 | 3 | new | IN_PROGRESS    | its controller has not yet seen the change",
                "RollingUpdate | - | 2 | 2 | 3 | 3 | 3 | 3 | 3 | old | IN_PROGRESS    | 3 of 3 replicas updated, 3 available",
                "RollingUpdate | - | 2 | 2 | 3 | 3 | 3 | 2 | 3 | old | IN_PROGRESS    | 3 of 3 replicas updated, 2 available",
                "RollingUpdate | - | 2 | 2 | 3 | 3 | 2 | 2 | 1 | old | IN_PROGRESS    | 1 of 3 replicas updated, 2 available",
                "RollingUpdate | - | 2 | 2 | 2 | 3 | 3 | 3 | 3 | new | IN_PROGRESS    | 2 of 2 replicas updated, 3 available",
                "RollingUpdate | 2 | 2 | 2 | 3 | 3 | 3 | 3 | 1 | old | HEALTHY       | 3 of 3 replicas available, 1 updated: the others stay as they are, as partition 2 says",
                "RollingUpdate | 2 | 2 | 2 | 3 | 3 | 3 | 3 | 0 | old | IN_PROGRESS    | 0 of 1 replicas updated, 3 available",
                "RollingUpdate | 9 | 2 | 2 | 3 | 3 | 3 | 3 | 0 | old | HEALTHY       | 3 of 3 replicas available, 0 updated: the others stay as they are, as partition 9 says",
                "RollingUpdate | 2 | 2 | 2 | 3 | 2 | 2 | 2 | 2 | new | IN_PROGRESS    | 2 of 3 replicas updated, 2 available",
                "OnDelete      | - | 2 | 2 | 3 | 3 | 3 | 3 | 1 | old | HEALTHY       | 3 of 3 replicas available, 1 updated: with the strategy OnDelete the others are updated when they are deleted",
                "OnDelete      | - | 2 | 2 | 3 | 3 | 3 | 3 | 3 | new | HEALTHY       | 3 of 3 replicas updated and available",
                "OnDelete      | - | 2 | 2 | 3 | 3 | 3 | 2 | 3 | new | IN_PROGRESS    | 3 of 3 replicas updated, 2 available",
                "RollingUpdate | - | 3 | 3 | 3 | 3 | 3 | 3 | 3 | new | SUPERSEDED | changed meanwhile by \"?\", and not followed any further",
            })
    void readsStatus(
            String strategy,
            Integer partition,
            long generation,
            Long observed,
            Integer wanted,
            Integer all,
            Integer ready,
            Integer available,
            Integer updated,
            String current,
            State state,
            String sentence) {
        StatefulSet set = new StatefulSetBuilder(set(strategy, partition, generation, observed, wanted))
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
                .isEqualTo(new StatusResult(state, sentence));
    }
}
