package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersistentVolumeClaimStatusReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // Columns: phase, annotations, whether the volume controller has had enough time
                "Bound   | {}                                               | false | HEALTHY     | bound to volume pv-1",
                "Lost    | {}                                               | false | FAILED      | lost its volume pv-1",
                "-       | {}                                               | false | IN_PROGRESS | pending, waiting for a volume",
                "Pending | {}                                               | false | IN_PROGRESS | pending, waiting for a volume",
                "Pending | {}                                               | true  | HEALTHY     | pending, because no pod uses it yet",
                "Pending | {volume.kubernetes.io/selected-node: node-1}     | true  | IN_PROGRESS | pending, waiting for a volume",
                "Pending | {volume.kubernetes.io/storage-provisioner: disk} | true  | IN_PROGRESS | pending, disk provisions a volume",
            })
    void readsStatus(String phase, String annotations, boolean settled, State state, String message) {
        PersistentVolumeClaim claim =
                Serialization.unmarshal("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, annotations: %s}
                spec: {volumeName: pv-1}
                status: {phase: %s}
                """.formatted(annotations, phase), PersistentVolumeClaim.class);
        assertThat(new PersistentVolumeClaimStatusReader()
                        .readStatus(claim, new ExpectedState(0, null, false, settled)))
                .isEqualTo(new StatusResult(state, message));
    }
}
