package io.jenkins.plugins.deployworkload.rollout.apply;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.RecordingProxy;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The order in which objects are applied while the API server is slow to answer one of the requests. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ApplyOrderTest {

    private final TestCluster cluster = new TestCluster();
    private RecordingProxy proxy;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        ConnectionConfig config = cluster.config(SharedControlPlane.get().adminToken());
        proxy = new RecordingProxy(config.server(), config.caCertificate());
        connection = cluster.connections.open(new ConnectionConfig(
                proxy.address(),
                null,
                new TokenCredential(SharedControlPlane.get().adminToken()),
                cluster.namespace,
                new ProxySetting.Direct()));
    }

    @AfterEach
    void close() {
        connection.close();
        proxy.close();
        cluster.close();
    }

    private Rollout start(HasMetadata... objects) {
        return cluster.engine.start(
                connection,
                new RolloutRequest(cluster.namespace, "web", List.of(objects), TestCluster.DEFAULT_TIMEOUT),
                cluster.events);
    }

    private static boolean appliesService(RecordingProxy.Request request) {
        return request.isApply() && request.resource().equals("services");
    }

    @Test
    void deploymentDoesNotWaitForItsService() throws InterruptedException {
        CountDownLatch released = proxy.hold(ApplyOrderTest::appliesService);
        Rollout rollout = start(service(80), deployment(1, podTemplate("nginx:1")));
        proxy.awaitHeld();
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .waitUntilReady(2, TimeUnit.MINUTES);
        assertThat(rollout.result()).as("not before all objects are applied").isNotDone();
        released.countDown();
        RolloutResult result = TestCluster.await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects()).extracting(AppliedObject::kind).containsExactlyInAnyOrder("Service", "Deployment");
    }

    @Test
    void statefulSetWaitsForItsGoverningService() throws InterruptedException {
        CountDownLatch released = proxy.hold(ApplyOrderTest::appliesService);
        Rollout rollout = start(
                service(80),
                statefulSet(1, podTemplate("nginx:1"))
                        .editSpec()
                        .withServiceName("web")
                        .endSpec()
                        .build());
        proxy.awaitHeld();
        assertThat(proxy.takeRequests())
                .filteredOn(request -> request.isApply())
                .extracting(RecordingProxy.Request::resource)
                .containsExactly("services");
        released.countDown();
        RolloutResult result = TestCluster.await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(proxy.takeRequests())
                .filteredOn(request -> request.isApply())
                .extracting(RecordingProxy.Request::resource)
                .containsExactly("statefulsets");
    }
}
