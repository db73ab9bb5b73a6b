package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.deployworkload.Deployments.Part;
import io.jenkins.plugins.deployworkload.StepMemory.Begun;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.manifest.Manifest;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutRequest;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is kept of several rollouts, and goes on after a restart, with a real control plane. */
@Tag("control-plane")
@Timeout(120)
class DeploymentsTest {

    private static final String NAMESPACE = "several-in-one-step";

    private final ControlPlane plane = SharedControlPlane.get();
    private final CompletableFuture<RolloutEvent> applied = new CompletableFuture<>();
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        plane.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .serverSideApply();
        connection = Engine.CONNECTIONS.open(
                new ConnectionConfig(plane.server(), plane.caCertificate(), new TokenCredential(plane.adminToken())));
    }

    @AfterEach
    void end() {
        connection.close();
        plane.client().namespaces().withName(NAMESPACE).delete();
    }

    @Test
    void aJobThatRunsIsKeptThoughAnotherWorkloadWasRefusedAtOnce() throws Exception {
        somebodyElses("front");
        Part refused = part(start("{name: front, controller: {single: }, containers: [{name: app, image: nginx}]}"));
        Rollout job = start("{name: migrate, controller: {job: }, nodeSelector: {no: such}, containers: [{name: app,"
                + " image: nginx}]}");
        Deployments deployments = new Deployments("prod", List.of(refused, part(job)), kept -> {});
        assertThat(refused.result().join().outcome()).isEqualTo(Outcome.REFUSED);
        applied.join();

        List<Begun> begun = StepMemory.fromJson(new StepMemory("prod", null, null, deployments.begun()).toJson())
                .begun();

        assertThat(deployments.allBegun()).isTrue();
        assertThat(begun).extracting(Begun::workload).containsExactly("front", "migrate");
        assertThat(begun.get(0).result().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(begun.get(1).result()).isNull();

        String before = uid();
        Rollout again = Engine.ROLLOUTS.resume(connection, begun.get(1).memory(), event -> {});
        Deployments after = new Deployments("prod", List.of(Part.over(begun.get(0)), part(again)), kept -> {});
        after.stop("the test is over");
        assertThat(after.results().join())
                .extracting(DeployedWorkload::getOutcome)
                .containsExactly(Outcome.REFUSED, Outcome.ABORTED);
        assertThat(uid()).isEqualTo(before);
        deployments.stop("the test is over");
        deployments.results().join();
    }

    private void somebodyElses(String name) {
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
        Workload workload = YamlFile.read(yaml, "test.yaml", Workload.class).get(0);
        RolloutRequest request = new RolloutRequest(
                NAMESPACE, workload.getName(), Manifest.of(workload, NAMESPACE), Duration.ofMinutes(1));
        return Engine.ROLLOUTS.start(connection, request, event -> {
            if (event instanceof RolloutEvent.Watching) {
                applied.complete(event);
            }
        });
    }

    private static Part part(Rollout rollout) {
        return Part.of(rollout);
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
