package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomResourceDefinitionStatusReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // Columns: conditions, time of an old failure
                "[]                                                                                                 | -  | IN_PROGRESS | waiting until the API server serves the kind",
                "[{type: NamesAccepted, status: 'True'}, {type: Established, status: 'False', reason: Installing}]  | -  | IN_PROGRESS | waiting until the API server serves the kind",
                "[{type: NamesAccepted, status: 'True'}, {type: Established, status: 'True'}]                       | -  | HEALTHY     | established",
                "[{type: NamesAccepted, status: 'False', reason: PluralConflict, message: widgets is in use}]       | -  | FAILED      | not served, because its names are not accepted (PluralConflict: widgets is in use)",
                "[{type: NamesAccepted, status: 'False', lastTransitionTime: T1}, {type: Established, status: 'True'}] | T1 | IN_PROGRESS | waiting until the API server serves the kind",
                "[{type: NamesAccepted, status: 'False', lastTransitionTime: T2}]                                   | T1 | FAILED      | not served, because its names are not accepted (False)",
            })
    void readsStatus(String conditions, String staleFailure, State state, String message) {
        GenericKubernetesResource definition =
                Serialization.unmarshal("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.example.com, generation: 3}
                status: {conditions: %s}
                """.formatted(conditions), GenericKubernetesResource.class);
        assertThat(new CustomResourceDefinitionStatusReader()
                        .readStatus(definition, new ExpectedState(2, staleFailure)))
                .isEqualTo(new StatusResult(state, message));
    }
}
