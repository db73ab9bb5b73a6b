package io.jenkins.plugins.deployworkload.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.preflight.ReferenceCheck;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Raw objects of a workload share its application and its rollback, and patches reach the cluster. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ApplicationObjectsRolloutTest {

    private static final String WEB = """
            name: web
            controller: {deployment: {replicas: 1}}
            containers:
              - name: app
                image: %1$s
                env: [{name: MODE, valueFrom: {configMapKeyRef: {name: settings, key: mode}}}]
            patches:
              - target: {kind: Deployment}
                merge: {spec: {template: {spec: {enableServiceLinks: false}}}}
            objects:
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {mode: "%2$s"}}
              %3$s
            """;
    private static final String OTHER = "- {apiVersion: v1, kind: ConfigMap, metadata: {name: other}}";

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void rawObjectsAreOwnedCheckedAndPrunedWithTheWorkload() throws Exception {
        List<HasMetadata> first = render("nginx:1", "test", OTHER);
        RolloutRequest request = new RolloutRequest(cluster.namespace, "web", first, Duration.ofMinutes(2));

        assertThat(ReferenceCheck.of(cluster.connection, List.of(request), true).missing())
                .as("a reference to an object of the workload counts as present")
                .isEmpty();
        assertThat(cluster.run(first.toArray(HasMetadata[]::new)).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(configMap("settings").getMetadata().getLabels())
                .containsEntry(Ownership.LABEL, new Ownership(cluster.namespace, "web").labelValue());
        Deployment deployment = cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
        assertThat(deployment.getSpec().getTemplate().getSpec().getEnableServiceLinks())
                .isFalse();

        assertThat(run(RolloutOptions.defaults().withPrune(true), render("nginx:1", "prod", ""))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);

        assertThat(configMap("other")).as("pruned").isNull();
        assertThat(configMap("settings").getData()).containsEntry("mode", "prod");
    }

    @Test
    void failedDeployRollsBackRawObjects() throws Exception {
        RolloutOptions options =
                RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK).withPrune(true);
        assertThat(run(options, render("nginx:1", "test", OTHER)).outcome()).isEqualTo(Outcome.SUCCEEDED);
        List<HasMetadata> failing = render(
                "nginx:2",
                "prod",
                "- {apiVersion: v1, kind: ConfigMap, metadata: {name: created}}\n"
                        + "podAnnotations: {deploy-workload.test/failure: image-invalid}");

        RolloutResult result = run(options, failing);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(cluster.liveImage()).isEqualTo("nginx:1");
        assertThat(configMap("settings").getData()).containsEntry("mode", "test");
        assertThat(configMap("other")).as("not pruned by a failed deploy").isNotNull();
        assertThat(configMap("created")).as("created by the failed deploy only").isNull();
    }

    private RolloutResult run(RolloutOptions options, List<HasMetadata> objects) {
        return cluster.run(options, objects.toArray(HasMetadata[]::new));
    }

    private ConfigMap configMap(String name) {
        return cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName(name)
                .get();
    }

    private List<HasMetadata> render(String image, String mode, String other) throws Exception {
        Workload workload = YamlReader.read(WEB.formatted(image, mode, other), "web.yaml", Workload.class)
                .get(0);
        return WorkloadRenderer.render(workload, cluster.namespace);
    }
}
