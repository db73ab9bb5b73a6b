package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import org.junit.jupiter.api.Test;

/** Tests that the build stores no output of the programs that probes run. */
class ProbeFailureTest {

    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withName("web")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withNewReadinessProbe()
            .withNewExec()
            .addToCommand("check")
            .endExec()
            .endReadinessProbe()
            .withNewLivenessProbe()
            .withNewHttpGet()
            .withPath("/")
            .endHttpGet()
            .endLivenessProbe()
            .endContainer()
            .endSpec()
            .build();

    private static Event event(String message) {
        return new EventBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewInvolvedObject()
                .withFieldPath("spec.containers{app}")
                .endInvolvedObject()
                .withMessage(message)
                .build();
    }

    private static String sentence(String evidence) {
        Location pod = new Location("Pod", "web", null);
        return new Finding("X", Severity.INFO, "The probe fails.", pod, null, evidence, "", null).sentence();
    }

    @Test
    void outputOfAProgramIsNotPartOfTheSentence() {
        String evidence = ProbeFailure.message(POD, event("Readiness probe failed: login canary-password\nrefused\n"));

        assertThat(evidence).isEqualTo("Readiness probe failed\nlogin canary-password\nrefused");
        assertThat(sentence(evidence)).isEqualTo("Pod web: The probe fails. Readiness probe failed.");
    }

    @Test
    void messageOfTheKubeletIsPartOfTheSentence() {
        String message = "Liveness probe failed: HTTP probe failed with statuscode: 500";

        assertThat(ProbeFailure.message(POD, event(message))).isEqualTo(message);
    }
}
