package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.http.ApiSerialization;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosticKindsTest {

    private static Stream<ResourceType<? extends HasMetadata>> kinds() {
        return Stream.of(DiagnosticKinds.POD, DiagnosticKinds.REPLICA_SET, DiagnosticKinds.EVENT);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void managedFieldsAreNotRead(ResourceType<? extends HasMetadata> kind) {
        HasMetadata object =
                new ApiSerialization().unmarshal("""
                        {"apiVersion":"%s","kind":"%s","metadata":{"name":"web","managedFields":[{"manager":"kubelet",
                        "operation":"Update","fieldsType":"FieldsV1","fieldsV1":{"f:status":{}}}],"uid":"1"}}""".formatted(kind.apiVersion(), kind.kind()), kind.type());
        assertThat(object.getMetadata().getManagedFields()).isEmpty();
        assertThat(object.getMetadata().getName()).isEqualTo("web");
        assertThat(object.getMetadata().getUid()).isEqualTo("1");
        assertThat(object.getKind()).isEqualTo(kind.kind());
        assertThat(object.getApiVersion()).isEqualTo(kind.apiVersion());
    }
}
