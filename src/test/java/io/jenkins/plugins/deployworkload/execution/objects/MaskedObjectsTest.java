package io.jenkins.plugins.deployworkload.execution.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskedObjectsTest {

    private static final Secret SECRET = new SecretBuilder()
            .withNewMetadata()
            .withName("login")
            .endMetadata()
            .addToStringData("password", "canary-1")
            .addToData("token", "Y2FuYXJ5LTI=")
            .build();

    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withName("web")
            .addToAnnotations("note", "canary-3")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("nginx:1")
            .withArgs("--password=canary-4")
            .addNewEnv()
            .withName("PASSWORD")
            .withValue("canary-5")
            .endEnv()
            .addNewEnv()
            .withName("URL")
            .withValue("canary-6 $(HOST)")
            .endEnv()
            .withNewReadinessProbe()
            .withNewHttpGet()
            .withPath("/ready?token=canary-7")
            .addNewHttpHeader("Authorization", "canary-8")
            .endHttpGet()
            .endReadinessProbe()
            .endContainer()
            .endSpec()
            .build();

    @Test
    void valuesThatMayBeSecretAreMasked() {
        GenericKubernetesResource custom = new GenericKubernetesResourceBuilder()
                .withApiVersion("example.com/v1")
                .withKind("Database")
                .withNewMetadata()
                .withName("db")
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of("password", "canary-1", "size", 3))
                .build();
        HasMetadata config = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("config")
                .endMetadata()
                .addToData("app.properties", "canary-9")
                .build();

        String yaml = MaskedObjects.yaml(List.of(SECRET, POD, custom, config));

        assertThat(yaml).doesNotContain("canary").doesNotContain("Y2FuYXJ5");
        assertThat(yaml)
                .contains("kind: Secret\n", "  password: ", "image: nginx:1\n", "- name: PASSWORD\n", "size: 3\n")
                .contains("---\n");
    }

    @Test
    void textOfKubernetesIsNotEscaped() {
        GenericKubernetesResource custom = new GenericKubernetesResourceBuilder()
                .withApiVersion("example.com/v1")
                .withKind("Template")
                .withNewMetadata()
                .withName("template")
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of("text", "a ${B} c"))
                .build();

        assertThat(MaskedObjects.yaml(List.of(custom))).contains("a ${B} c").doesNotContain("$${");
    }

    @Test
    void textIsBounded() {
        String yaml = MaskedObjects.yaml(Collections.nCopies(5000, POD));

        assertThat(yaml).hasSizeLessThan(600 * 1024).matches("(?s).*\n# Not shown: [1-4],?\\d+ more objects\n");
    }
}
