package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {

    private static Pod pod(String... values) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewSpec()
                .addNewInitContainer()
                .addNewEnv()
                .withName("INIT")
                .withValue("of the init container")
                .endEnv()
                .endInitContainer()
                .addNewContainer()
                .addNewEnv()
                .withName("FROM_SECRET")
                .withNewValueFrom()
                .endValueFrom()
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
        for (String value : values) {
            pod.getSpec()
                    .getContainers()
                    .getFirst()
                    .getEnv()
                    .add(new io.fabric8.kubernetes.api.model.EnvVar("X", value, null));
        }
        return pod;
    }

    @Test
    void masksEnvironmentValuesEverywhere() {
        assertThat(Redaction.of(pod("correct-horse")).hide("correct-horse, url=x:correct-horse@db"))
                .isEqualTo("***, url=x:***@db");
        assertThat(Redaction.of(pod()).hide("says of the init container")).isEqualTo("says ***");
    }

    @Test
    void masksLongestMatchingValue() {
        assertThat(Redaction.of(pod("secret", "secret-tail")).hide("a secret-tail"))
                .isEqualTo("a ***");
    }

    @Test
    void masksEachLineOfMultilineValue() {
        assertThat(Redaction.of(pod("-----BEGIN-----\nabcdefgh\n-----END-----\n"))
                        .hide("abcdefgh"))
                .isEqualTo("***");
    }

    @Test
    void keepsShortValues() {
        assertThat(Redaction.of(pod("true", "8080", "prod", "")).hide("true 8080 prod"))
                .isEqualTo("true 8080 prod");
    }

    @Test
    void keepsWorkloadName() {
        Deployment deployment = new DeploymentBuilder()
                .withNewMetadata()
                .withName("orders-db")
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withSpec(pod("orders", "correct-horse").getSpec())
                .endTemplate()
                .endSpec()
                .build();

        assertThat(Redaction.ofPodTemplates(List.of(deployment)).hide("Deployment orders-db: correct-horse"))
                .isEqualTo("Deployment orders-db: ***");
    }

    @Test
    void combinesTwoRedactions() {
        Redaction both = Redaction.of(pod("correct-horse")).and(Redaction.of(pod("correct-horse-battery")));

        assertThat(both.hide("correct-horse-battery, correct-horse")).isEqualTo("***, ***");
    }

    @Test
    void acceptsMissingPodAndText() {
        assertThat(Redaction.of(null).hide("text")).isEqualTo("text");
        assertThat(Redaction.of(pod("correct-horse")).hide(null)).isNull();
    }
}
