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
    void valuesOfChartsAndDriversAreMasked() {
        GenericKubernetesResource release = new GenericKubernetesResourceBuilder()
                .withApiVersion("example.com/v1")
                .withKind("Release")
                .withNewMetadata()
                .withName("db")
                .endMetadata()
                .addToAdditionalProperties(
                        "spec",
                        Map.of(
                                "values", Map.of("replicas", 77, "db", Map.of("url", "canary-1")),
                                "parameters", List.of(Map.of("name", "login", "value", "canary-2")),
                                "adminPassword", "canary-3",
                                "apiKey", Map.of("plain", "canary-4"),
                                "interval", "5m"))
                .build();
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/health?key=canary-5")
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .addNewVolume()
                .withName("share")
                .withNewCsi()
                .withDriver("smb.example.com")
                .addToVolumeAttributes("source", "canary-6")
                .endCsi()
                .endVolume()
                .addNewVolume()
                .withName("flex")
                .withNewFlexVolume()
                .withDriver("example.com/cifs")
                .addToOptions("mount", "canary-7")
                .endFlexVolume()
                .endVolume()
                .addNewVolume()
                .withName("key")
                .withNewSecret()
                .withSecretName("tls")
                .endSecret()
                .endVolume()
                .endSpec()
                .build();

        String yaml = MaskedObjects.yaml(List.of(release, pod));

        assertThat(yaml)
                .doesNotContain("canary", "77")
                .contains("interval: 5m\n", "name: login\n", "/health?", "driver: smb.example.com\n")
                // The fields of this kind are known to hold no values.
                .contains("secretName: tls\n");
    }

    @Test
    void textOfKubernetesIsNotEscaped() {
        GenericKubernetesResource custom = new GenericKubernetesResourceBuilder()
                .withApiVersion("example.com/v1")
                .withKind("Template")
                .withNewMetadata()
                .withName("template")
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of("text", "a ${B} $${C}"))
                .build();

        assertThat(MaskedObjects.yaml(List.of(custom))).contains("a ${B} $${C}");
    }

    @Test
    void textIsBounded() {
        String yaml = MaskedObjects.yaml(Collections.nCopies(5000, POD));

        assertThat(yaml).hasSizeLessThan(600 * 1024).matches("(?s).*\n# Not shown: [1-4],?\\d+ more objects\n");
    }
}
