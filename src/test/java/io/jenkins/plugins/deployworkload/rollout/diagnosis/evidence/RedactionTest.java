package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPGetActionBuilder;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

        assertThat(Redaction.ofObjects(List.of(deployment)).hide("Deployment orders-db: correct-horse"))
                .isEqualTo("Deployment orders-db: ***");
    }

    @Test
    void combinesTwoRedactions() {
        Redaction both = Redaction.of(pod("correct-horse")).and(Redaction.of(pod("correct-horse-battery")));

        assertThat(both.hide("correct-horse-battery, correct-horse")).isEqualTo("***, ***");
    }

    private static Pod podWithVariable(String name, String value) {
        Pod pod = pod();
        pod.getSpec()
                .getContainers()
                .getFirst()
                .setEnv(List.of(
                        new EnvVarBuilder().withName(name).withValue(value).build()));
        return pod;
    }

    @Test
    void masksShortSecretsAsWords() {
        Redaction redaction = Redaction.of(podWithVariable("DB_PASSWORD", "fox1"));

        assertThat(redaction.hide("login fox1 failed: \"fox1\", fox12")).isEqualTo("login *** failed: \"***\", fox12");
        assertThat(Redaction.of(podWithVariable("MODE", "fox1")).hide("mode fox1"))
                .isEqualTo("mode fox1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"b&c<d e\\f",
                "a\\\"b&c<d e\\\\f",
                "a\\\"b\\u0026c\\u003cd e\\\\f",
                "a&#34;b&amp;c&lt;d e\\f",
                "a%22b%26c%3Cd+e%5Cf",
                "a%22b%26c%3Cd%20e%5Cf",
                "YSJiJmM8ZCBlXGY=",
            })
    void masksEscapedValues(String form) {
        assertThat(Redaction.of(podWithVariable("X", "a\"b&c<d e\\f")).hide("(" + form + ")"))
                .isEqualTo("(***)");
    }

    @Test
    void masksHeadersOfProbesAndHooks() {
        Pod pod = pod();
        Container container = pod.getSpec().getContainers().getFirst();
        container.setReadinessProbe(new ProbeBuilder()
                .withHttpGet(request("Authorization", "Bearer correct-horse"))
                .build());
        container.setLivenessProbe(new ProbeBuilder()
                .withHttpGet(request("X-Key", "battery-staple"))
                .build());
        container.setLifecycle(new LifecycleBuilder()
                .withNewPreStop()
                .withHttpGet(request("Cookie", "id=tr0ub4dor"))
                .endPreStop()
                .build());

        assertThat(Redaction.of(pod).hide("correct-horse, battery-staple, id=tr0ub4dor"))
                .isEqualTo("***, ***, ***");
    }

    private static HTTPGetAction request(String header, String value) {
        return new HTTPGetActionBuilder()
                .addNewHttpHeader()
                .withName(header)
                .withValue(value)
                .endHttpHeader()
                .build();
    }

    @Test
    void masksValuesOfSecrets() {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName("db")
                .endMetadata()
                .addToData("password", "Y29ycmVjdC1ob3JzZQ==")
                .addToStringData("user", "battery-staple")
                .build();
        GenericKubernetesResource generic = new GenericKubernetesResource();
        generic.setKind("Secret");
        generic.setMetadata(new ObjectMetaBuilder().withName("key").build());
        generic.setAdditionalProperties(Map.of("data", Map.of("key", "dHIwdWI0ZG9y"), "stringData", "no map"));
        Redaction redaction = Redaction.ofObjects(List.of(secret, generic));

        assertThat(redaction.hide("correct-horse Y29ycmVjdC1ob3JzZQ== battery-staple tr0ub4dor"))
                .isEqualTo("*** *** *** ***");
        assertThat(redaction.hideSecrets("condition: correct-horse")).isEqualTo("condition: ***");
    }

    /** A value such as {@code healthy} can be a word of the message. */
    @Test
    void masksOnlySecretsInMessagesOfThePlugin() {
        Deployment deployment = new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withSpec(podWithVariable("STATE", "healthy").getSpec())
                .endTemplate()
                .endSpec()
                .build();
        Redaction redaction = Redaction.ofObjects(List.of(deployment));

        assertThat(redaction.hideSecrets("1 of 2 healthy")).isEqualTo("1 of 2 healthy");
        assertThat(redaction.hide("healthy")).isEqualTo("***");
        assertThat(redaction.hideSecrets(null)).isNull();
    }

    @Test
    void acceptsMissingPodAndText() {
        assertThat(Redaction.of(null).hide("text")).isEqualTo("text");
        assertThat(Redaction.of(pod("correct-horse")).hide(null)).isNull();
    }
}
