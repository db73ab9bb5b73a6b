package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult.State;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonSetStatusReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // Columns: strategy, generation, observed, desired, updated, available
                "RollingUpdate | 2 | 2 | 3 | 3 | 3 | HEALTHY       | updated and available on 3 of 3 nodes",
                "-             | 2 | 3 | 3 | 3 | 3 | HEALTHY       | updated and available on 3 of 3 nodes",
                "RollingUpdate | 2 | 2 | 0 | - | - | HEALTHY       | no node matches, so nothing runs",
                "RollingUpdate | 2 | 1 | 3 | 3 | 3 | IN_PROGRESS    | waiting for the controller to observe the change",
                "RollingUpdate | 2 | - | - | - | - | IN_PROGRESS    | waiting for the controller to observe the change",
                "RollingUpdate | 1 | 1 | 3 | 3 | 3 | IN_PROGRESS    | waiting for the controller to observe the change",
                "RollingUpdate | 2 | 2 | 3 | 3 | 2 | IN_PROGRESS    | updated on 3 of 3 nodes, 2 available",
                "RollingUpdate | 2 | 2 | 3 | 1 | 3 | IN_PROGRESS    | updated on 1 of 3 nodes, 3 available",
                "RollingUpdate | 2 | 2 | 3 | - | - | IN_PROGRESS    | updated on 0 of 3 nodes, 0 available",
                "OnDelete      | 2 | 2 | 3 | 1 | 3 | HEALTHY       | available on 3 of 3 nodes, updated on 1; the strategy OnDelete updates the other nodes when their pods are deleted",
                "OnDelete      | 2 | 2 | 3 | 3 | 3 | HEALTHY       | updated and available on 3 of 3 nodes",
                "OnDelete      | 2 | 2 | 3 | 3 | 2 | IN_PROGRESS    | updated on 3 of 3 nodes, 2 available",
                "RollingUpdate | 3 | 3 | 3 | 3 | 3 | SUPERSEDED | changed by \"?\" during the rollout, so no longer watched",
            })
    void readsStatus(
            String strategy,
            long generation,
            Long observed,
            Integer desired,
            Integer updated,
            Integer available,
            State state,
            String message) {
        DaemonSet set = new DaemonSetBuilder()
                .withNewMetadata()
                .withName("web")
                .withGeneration(generation)
                .endMetadata()
                .withNewSpec()
                .withNewUpdateStrategy()
                .withType(strategy)
                .endUpdateStrategy()
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(observed)
                .withDesiredNumberScheduled(desired)
                .withUpdatedNumberScheduled(updated)
                .withNumberAvailable(available)
                .endStatus()
                .build();
        assertThat(new DaemonSetStatusReader().readStatus(set, new ExpectedState(2, null)))
                .isEqualTo(new StatusResult(state, message));
    }

    /** The status counts three nodes. One of them is not ready. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | 2 | 1 | 0 | 2 | 2 | HEALTHY     | updated and available on 2 of 2 nodes",
                "3 | 3 | 1 | 1 | 2 | 2 | HEALTHY     | updated and available on 2 of 2 nodes",
                "2 | 2 | 0 | 0 | 2 | 2 | HEALTHY     | updated and available on 2 of 2 nodes",
                "2 | 2 | 0 | 0 | 1 | 2 | IN_PROGRESS | updated on 1 of 2 nodes, 2 available",
                "0 | 2 | 1 | 0 | 0 | 2 | IN_PROGRESS | updated on 0 of 2 nodes, 2 available",
            })
    void leavesOutNodesThatAreNotReady(
            int updated,
            int available,
            int leftOutUpdated,
            int leftOutAvailable,
            int othersUpdated,
            int othersAvailable,
            State state,
            String message) {
        DaemonSet set = new DaemonSetBuilder()
                .withNewMetadata()
                .withGeneration(2L)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(2L)
                .withDesiredNumberScheduled(3)
                .withUpdatedNumberScheduled(updated)
                .withNumberAvailable(available)
                .endStatus()
                .build();
        NotReadyNodes nodes =
                new NotReadyNodes(List.of("n3"), leftOutUpdated, leftOutAvailable, othersUpdated, othersAvailable);
        assertThat(new DaemonSetStatusReader().readStatus(set, new ExpectedState(2, null, nodes)))
                .isEqualTo(new StatusResult(state, message + "; left out, because they are not ready: n3"));
    }
}
