package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadCacheTest {

    private final WorkloadCache cache = new WorkloadCache(Instant.EPOCH);

    private static StatefulSet set(String strategy, Integer partition, Integer firstOrdinal) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName("web")
                .withUid("set")
                .endMetadata()
                .withNewSpec()
                .withNewOrdinals(firstOrdinal)
                .withNewUpdateStrategy()
                .withType(strategy)
                .withNewRollingUpdate()
                .withPartition(partition)
                .endRollingUpdate()
                .endUpdateStrategy()
                .endSpec()
                .withNewStatus()
                .withCurrentRevision("old")
                .withUpdateRevision("good")
                .endStatus()
                .build();
    }

    private static Pod pod(String name, String revision, boolean ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(name)
                .addToLabels("controller-revision-hash", revision)
                .addNewOwnerReference()
                .withUid("set")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // Columns: strategy, partition, first ordinal, pods with revision and readiness
                "RollingUpdate | - | - | web-0 old no, web-1 broken no   | web-0 web-1",
                "RollingUpdate | 0 | - | web-0 old yes, web-1 good no    | -",
                "RollingUpdate | 1 | - | web-0 old no, web-1 broken no   | web-1",
                "RollingUpdate | 1 | - | web-0 broken no, web-1 good yes | web-0",
                "RollingUpdate | 1 | - | web-0 good no, web-1 good yes   | web-0",
                "RollingUpdate | 9 | - | web-0 old no, web-1 old no      | -",
                "RollingUpdate | 1 | 5 | web-5 old no, web-6 old no      | web-6",
                "OnDelete      | - | - | web-0 old no, web-1 broken no   | -",
            })
    void findsPodsStuckInAnotherRevision(
            String strategy, Integer partition, Integer firstOrdinal, String pods, String stuck) {
        for (String pod : pods.split(", ")) {
            String[] parts = pod.split(" ");
            cache.upsert(pod(parts[0], parts[1], parts[2].equals("yes")));
        }
        List<String> expected = stuck == null ? List.of() : Arrays.asList(stuck.split(" "));
        assertThat(cache.stuckPods(set(strategy, partition, firstOrdinal)))
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactlyElementsOf(expected);
    }
}
