package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static io.jenkins.plugins.deployworkload.rollout.Objects.service;
import static io.jenkins.plugins.deployworkload.rollout.Objects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Route;
import io.jenkins.plugins.deployworkload.connection.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent while the API server is slow to take something. */
@Tag("control-plane")
@Timeout(300)
class ApplyingOrderTest {

    private final TestCluster cluster = new TestCluster();
    private CountingProxy proxy;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        ConnectionConfig config = cluster.config(SharedControlPlane.get().adminToken());
        proxy = new CountingProxy(config.server(), config.caCertificate());
        connection = cluster.connections.open(new ConnectionConfig(
                proxy.address(),
                null,
                new TokenCredential(SharedControlPlane.get().adminToken()),
                cluster.namespace,
                new Route.Direct()));
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
                new RolloutRequest(cluster.namespace, "web", List.of(objects), TestCluster.PLENTY),
                cluster.events);
    }

    private static boolean appliesService(CountingProxy.Request request) {
        return request.method().equals("PATCH") && request.resource().equals("services");
    }

    @Test
    void deploymentDoesNotWaitForItsService() throws InterruptedException {
        CountDownLatch goOn = proxy.hold(ApplyingOrderTest::appliesService);
        Rollout rollout = start(service(80), deployment(1, pod("nginx:1")));
        proxy.awaitHeld();
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .waitUntilReady(2, TimeUnit.MINUTES);
        assertThat(rollout.result()).as("not before all is applied").isNotDone();
        goOn.countDown();
        RolloutResult result = TestCluster.await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects()).extracting(RolledObject::kind).containsExactlyInAnyOrder("Service", "Deployment");
    }

    @Test
    void statefulSetWaitsForTheServiceThatItNames() throws InterruptedException {
        CountDownLatch goOn = proxy.hold(ApplyingOrderTest::appliesService);
        Rollout rollout = start(
                service(80),
                statefulSet(1, pod("nginx:1"))
                        .editSpec()
                        .withServiceName("web")
                        .endSpec()
                        .build());
        proxy.awaitHeld();
        assertThat(proxy.take())
                .filteredOn(request -> request.method().equals("PATCH"))
                .extracting(CountingProxy.Request::resource)
                .containsExactly("services");
        goOn.countDown();
        RolloutResult result = TestCluster.await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(proxy.take())
                .filteredOn(request -> request.method().equals("PATCH"))
                .extracting(CountingProxy.Request::resource)
                .containsExactly("statefulsets");
    }
}
