package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestApplication;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which plans have values of Secrets that a step masks until its end. */
class DeploymentPlanTest {

    private static final HasMetadata SECRET = new SecretBuilder().build();
    private static final HasMetadata CONFIG_MAP = new ConfigMapBuilder().build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "group: shop                                                   | false",
                "configMaps: [{name: a, data: {b: c}}]                         | false",
                "secrets: [{name: a, data: [{key: b, credentialsId: c}]}]      | true",
                "objects: [{apiVersion: v1, kind: Secret, metadata: {name: a}}] | true",
            })
    void workloadsWithSecretsHaveValues(String field, boolean expected) throws Exception {
        List<Workload> workloads = YamlReader.read("""
                name: web
                controller: {single: }
                containers: [{name: app, image: nginx}]
                %s
                """.formatted(field), "web.yaml", Workload.class);

        assertThat(new DeploymentPlan("shop", Duration.ofMinutes(1), RolloutOptions.defaults(), workloads).hasSecrets())
                .isEqualTo(expected);
    }

    @Test
    void manifestsWithSecretsAreMasked() {
        DeployContext context = new DeployContext(null, null);

        assertThat(context.maskedObjects(plan(SECRET, CONFIG_MAP), "web")).containsExactly(SECRET, CONFIG_MAP);
        assertThat(context.maskedObjects(plan(CONFIG_MAP), "web")).isEmpty();
        assertThat(context.maskedObjects(null, "web")).isEmpty();
    }

    private static DeploymentPlan plan(HasMetadata... objects) {
        List<String> locations =
                List.of(objects).stream().map(object -> "web.yaml").toList();
        return new DeploymentPlan(
                "shop",
                Duration.ofMinutes(1),
                RolloutOptions.defaults(),
                List.of(),
                new ManifestApplication("web", List.of(objects), locations),
                null,
                Map.of());
    }
}
