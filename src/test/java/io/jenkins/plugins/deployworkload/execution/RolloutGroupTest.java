package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.execution.RolloutGroup.RolloutHandle;
import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that several rollouts of one step are resumed after a restart, on a real control plane. */
@Tag("control-plane")
@Timeout(120)
class RolloutGroupTest {

    private static final String NAMESPACE = "rollout-group";

    private final ControlPlane plane = SharedControlPlane.get();
    private final CompletableFuture<RolloutEvent> applied = new CompletableFuture<>();
    private Connection connection;

    /** As the engine of the controller, whose key needs Jenkins. */
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    private final RolloutEngine engine = new RolloutEngine(scheduler, TestCluster.KEY);

    @BeforeEach
    void connect() throws Exception {
        plane.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .serverSideApply();
        connection = SharedServices.CONNECTION_POOL.open(
                new ConnectionConfig(plane.server(), plane.caCertificate(), new TokenCredential(plane.adminToken())));
    }

    @AfterEach
    void deleteNamespace() {
        connection.close();
        scheduler.shutdownNow();
        plane.client().namespaces().withName(NAMESPACE).delete();
    }

    @Test
    void resumesRunningJobThoughAnotherWorkloadWasRefused() throws Exception {
        createForeignDeployment("front");
        RolloutHandle refused = RolloutHandle.of(
                start("{name: front, controller: {single: }, containers: [{name: app, image: nginx}]}"));
        Rollout job = start("{name: migrate, controller: {job: }, nodeSelector: {no: such}, containers: [{name: app,"
                + " image: nginx}]}");
        RolloutGroup before = new RolloutGroup(List.of(refused, RolloutHandle.of(job)), new DiscardingRecorder());
        assertThat(refused.result().join().outcome()).isEqualTo(Outcome.REFUSED);
        applied.join();

        List<StartedRollout> started = StepState.fromJson(
                        new StepState("prod", null, null, false, before.started()).toJson())
                .started();

        assertThat(before.allApplied()).isTrue();
        assertThat(started).extracting(StartedRollout::workload).containsExactly("front", "migrate");
        assertThat(started.get(0).result().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(started.get(1).result()).isNull();

        String uid = uid();
        Rollout resumed = engine.resume(connection, started.get(1).checkpoint(), event -> {});
        RolloutGroup after = new RolloutGroup(
                List.of(RolloutHandle.finished(started.get(0)), RolloutHandle.of(resumed)), new DiscardingRecorder());
        after.stop("the test is over");
        assertThat(after.results().join())
                .extracting(DeployedWorkload::getOutcome)
                .containsExactly(Outcome.REFUSED, Outcome.ABORTED);
        assertThat(uid()).isEqualTo(uid);
        before.stop("the test is over");
        before.results().join();
    }

    private void createForeignDeployment(String name) {
        plane.client()
                .resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(0)
                        .withNewSelector()
                        .withMatchLabels(Map.of("app", name))
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(Map.of("app", name))
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("nginx")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .serverSideApply();
    }

    private Rollout start(String yaml) throws Exception {
        Workload workload = YamlReader.read(yaml, "test.yaml", Workload.class).get(0);
        RolloutRequest request = new RolloutRequest(
                NAMESPACE, workload.getName(), WorkloadRenderer.render(workload, NAMESPACE), Duration.ofMinutes(1));
        return engine.start(connection, request, event -> {
            if (event instanceof RolloutEvent.Waiting) {
                applied.complete(event);
            }
        });
    }

    private String uid() {
        return plane.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(NAMESPACE)
                .withName("migrate")
                .get()
                .getMetadata()
                .getUid();
    }
}
