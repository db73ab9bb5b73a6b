package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.testing.KubernetesVersion;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The API server, or an admission plugin, stores less than what was applied. */
@Tag("control-plane")
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class DroppedFieldWarningTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private List<String> warnings() {
        return cluster.events.all(RolloutEvent.Warning.class).stream()
                .map(RolloutEvent.Warning::message)
                .filter(message -> message.startsWith("the cluster has not stored "))
                .toList();
    }

    private static Deployment web() {
        Deployment web = deployment(1, podTemplate("nginx:1"));
        web.getSpec().setMinReadySeconds(1);
        return web;
    }

    private static void mountImage(PodTemplateSpec pod) {
        pod.getSpec()
                .setVolumes(List.of(new VolumeBuilder()
                        .withName("templates")
                        .withNewImage()
                        .withReference("templates:1")
                        .endImage()
                        .build()));
        pod.getSpec()
                .getContainers()
                .get(0)
                .setVolumeMounts(List.of(new VolumeMountBuilder()
                        .withName("templates")
                        .withMountPath("/templates")
                        .build()));
    }

    @Test
    @SuppressWarnings("try")
    void deployWarnsOnceOfAFieldThatIsRemoved() {
        try (DeploymentMutation mutation = DeploymentMutation.removesMinReadySeconds(cluster)) {
            RolloutResult result = cluster.run(RolloutOptions.defaults(), service(80), web());

            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(warnings()).singleElement().asString().contains("not stored spec.minReadySeconds: ");
        }
    }

    @Test
    @SuppressWarnings("try")
    void dryRunWarnsToo() {
        try (DeploymentMutation mutation = DeploymentMutation.removesMinReadySeconds(cluster)) {
            cluster.run(RolloutOptions.defaults().withDryRun(true), service(80), web());

            assertThat(warnings()).singleElement().asString().contains("not stored spec.minReadySeconds: ");
        }
    }

    /** The API server drops fields whose feature gate is off, although it knows them. */
    @Test
    void deployWarnsOfAFieldThatTheVersionHasNotEnabled() {
        Deployment web = deployment(1, podTemplate("nginx:1", DroppedFieldWarningTest::mountImage));

        RolloutResult result = cluster.run(RolloutOptions.defaults(), web);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        if (KubernetesVersion.minor() < 35) {
            assertThat(warnings())
                    .singleElement()
                    .asString()
                    .contains("spec.template.spec.containers[app].volumeMounts")
                    .contains("spec.template.spec.volumes");
        } else {
            assertThat(warnings()).isEmpty();
        }
    }
}
