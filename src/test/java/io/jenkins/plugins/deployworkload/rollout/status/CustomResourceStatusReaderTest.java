package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomResourceStatusReaderTest {

    /** The applied generation is 2. */
    private static GenericKubernetesResource resource(long generation, String status) {
        return Serialization.unmarshal("""
                apiVersion: example.com/v1
                kind: Widget
                metadata: {name: web, generation: %d}
                status: %s
                """.formatted(generation, status), GenericKubernetesResource.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | {observedGeneration: 2, conditions: [{type: Ready, status: 'True'}]}                          | HEALTHY     | Ready",
                "2 | {conditions: [{type: Ready, status: 'True'}]}                                                 | HEALTHY     | Ready",
                // A controller may set defaults in the spec.
                "3 | {observedGeneration: 3, conditions: [{type: Ready, status: 'True'}]}                          | HEALTHY     | Ready",
                "3 | {observedGeneration: 2, conditions: [{type: Ready, status: 'True'}]}                          | IN_PROGRESS | waiting for the controller to observe the change",
                "1 | {observedGeneration: 1, conditions: [{type: Ready, status: 'True'}]}                          | IN_PROGRESS | waiting for the controller to observe the change",
                "2 | {observedGeneration: 1, conditions: [{type: Stalled, status: 'True'}]}                        | IN_PROGRESS | waiting for the controller to observe the change",
                "2 | {conditions: [{type: Ready, status: 'True', observedGeneration: 1}]}                          | IN_PROGRESS | waiting for the controller to observe the change",
                "2 | {conditions: [{type: Ready, status: 'True', observedGeneration: 2}]}                          | HEALTHY     | Ready",
                "2 | {conditions: [{type: Ready, status: 'False', reason: Pending, message: no issuer}]}           | IN_PROGRESS | not Ready (Pending: no issuer)",
                "2 | {conditions: [{type: Ready, status: Unknown}]}                                                | IN_PROGRESS | not Ready (Unknown)",
                "2 | {conditions: [{type: Ready, status: 'True'}, {type: Reconciling, status: 'True', reason: New}]} | IN_PROGRESS | reconciling (New)",
                "2 | {conditions: [{type: Ready, status: 'True'}, {type: Reconciling, status: 'False'}]}           | HEALTHY     | Ready",
                "2 | {conditions: [{type: Ready, status: 'False'}, {type: Stalled, status: 'True', message: bad}]} | FAILED      | stalled (bad)",
                "2 | {}                                                                                            | IN_PROGRESS | waiting for the first status of the controller",
                "2 | {conditions: []}                                                                              | IN_PROGRESS | waiting for the first status of the controller",
                "2 | {conditions: {Ready: true}}                                                                   | IN_PROGRESS | waiting for the first status of the controller",
                "2 | {conditions: [1, {type: 2}, {status: 'True'}], observedGeneration: none}                      | IN_PROGRESS | waiting for the first status of the controller",
                "2 | {conditions: [{type: Synced, status: 'True'}]}                                                | IN_PROGRESS | waiting for the first status of the controller",
            })
    void readsStatus(long generation, String status, State state, String message) {
        assertThat(new CustomResourceStatusReader(true)
                        .readStatus(resource(generation, status), new ExpectedState(2, null)))
                .isEqualTo(new StatusResult(state, message));
    }

    @Test
    void statusWithoutConditionsIsUnknownAfterSomeTime() {
        GenericKubernetesResource silent = resource(2, "{}");
        assertThat(new CustomResourceStatusReader(true).readStatus(silent, new ExpectedState(2, null, false, true)))
                .isEqualTo(StatusResult.healthy("applied, status unknown"));
        assertThat(new CustomResourceStatusReader(false).readStatus(silent, new ExpectedState(2, null, false, false)))
                .isEqualTo(StatusResult.healthy("applied, status unknown"));
    }

    @Test
    void readyConditionOfUpdatedObjectMayBeOld() {
        GenericKubernetesResource ready = resource(2, "{conditions: [{type: Ready, status: 'True'}]}");
        CustomResourceStatusReader reader = new CustomResourceStatusReader(true);
        assertThat(reader.readStatus(ready, new ExpectedState(2, null, true, false)))
                .isEqualTo(StatusResult.inProgress("waiting for the controller to observe the change"));
        assertThat(reader.readStatus(ready, new ExpectedState(2, null, true, true))
                        .state())
                .isEqualTo(State.HEALTHY);
    }

    @Test
    void oldFailureIsIgnoredUntilControllerReportsGeneration() {
        CustomResourceStatusReader reader = new CustomResourceStatusReader(true);
        String stalled = "{type: Stalled, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'}";
        GenericKubernetesResource before = resource(1, "{conditions: [%s]}".formatted(stalled));
        String failureTime = reader.failureTime(before);
        assertThat(reader.readStatus(
                                resource(2, "{conditions: [%s]}".formatted(stalled)), new ExpectedState(2, failureTime))
                        .state())
                .isEqualTo(State.IN_PROGRESS);
        assertThat(reader.readStatus(
                                resource(2, "{conditions: [%s]}".formatted(stalled.replace("2026", "2027"))),
                                new ExpectedState(2, failureTime))
                        .state())
                .isEqualTo(State.FAILED);
        assertThat(reader.failureTime(resource(1, "{observedGeneration: 1, conditions: [%s]}".formatted(stalled))))
                .isNull();
    }
}
