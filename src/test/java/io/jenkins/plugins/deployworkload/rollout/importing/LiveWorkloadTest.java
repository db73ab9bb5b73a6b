package io.jenkins.plugins.deployworkload.rollout.importing;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.ProxiedConnection;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The objects that an import of a workload of a cluster reads. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class LiveWorkloadTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void readsTheWorkloadFirstAndNoSecrets() {
        cluster.create(deployment(1, podTemplate("nginx:1")));
        cluster.create(service(80));
        cluster.create(new SecretBuilder()
                .withNewMetadata()
                .withName("login")
                .endMetadata()
                .withStringData(Map.of("password", "hunter2"))
                .build());

        LiveWorkload live = LiveWorkload.read(cluster.connection, cluster.namespace, "Deployment", "web")
                .orElseThrow();

        assertThat(live.objects())
                .extracting(object -> object.path("apiVersion").asText() + " "
                        + object.path("kind").asText() + " "
                        + object.at("/metadata/name").asText())
                .containsExactly("apps/v1 Deployment web", "v1 Service web");
        assertThat(live.objects()).extracting(JsonNode::toString).noneMatch(text -> text.contains("hunter2"));
        assertThat(live.unread()).isEmpty();
    }

    @Test
    void absentWorkloadIsEmpty() {
        assertThat(LiveWorkload.read(cluster.connection, cluster.namespace, "CronJob", "web"))
                .isEmpty();
    }

    @Test
    void namesTheKindsThatTheAccountMayNotRead() {
        cluster.create(deployment(1, podTemplate("nginx:1")));
        cluster.grant(TestCluster.rule("apps", "deployments", "get"), TestCluster.rule("", "services", "list"));
        try (Connection restricted =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
            LiveWorkload live = LiveWorkload.read(restricted, cluster.namespace, "Deployment", "web")
                    .orElseThrow();

            assertThat(live.objects()).hasSize(1);
            assertThat(live.unread()).containsOnlyKeys("HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress");
            assertThat(live.unread().values()).allMatch(problem -> ApiErrors.hasCode(problem, 403));
            assertThatThrownBy(() -> LiveWorkload.read(restricted, cluster.namespace, "DaemonSet", "web"))
                    .matches(problem -> ApiErrors.hasCode(problem, 403));
        }
    }

    /** A namespace of many teams can have thousands of Services, for which a user would wait. */
    @Test
    void readsALimitedNumberOfRelatedObjectsAndSaysSo() throws Exception {
        cluster.create(deployment(1, podTemplate("nginx:1")));
        cluster.create(service(80));
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.proxy.rewrite(body -> body.replace(
                    "\"kind\":\"ServiceList\",\"apiVersion\":\"v1\",\"metadata\":{",
                    "\"kind\":\"ServiceList\",\"apiVersion\":\"v1\",\"metadata\":{\"continue\":\"next\","));

            LiveWorkload live = LiveWorkload.read(proxied.connection, cluster.namespace, "Deployment", "web")
                    .orElseThrow();

            assertThat(live.objects())
                    .extracting(object -> object.path("kind").asText())
                    .containsExactly("Deployment", "Service");
            assertThat(live.unread()).containsOnlyKeys("Service");
            assertThat(live.unread().get("Service")).isInstanceOf(LiveWorkload.TooManyException.class);
            assertThat(proxied.proxy.takeRequests())
                    .filteredOn(request -> request.path().endsWith("/services"))
                    .singleElement()
                    .satisfies(request -> assertThat(request.query()).contains("limit=500"));
        }
    }

    @Test
    void findsKindsInAnyCase() {
        assertThat(LiveWorkload.kinds()).containsExactly("CronJob", "DaemonSet", "Deployment", "Job", "StatefulSet");
        assertThat(LiveWorkload.findKind("statefulset")).contains("StatefulSet");
        assertThat(LiveWorkload.findKind("Pod")).isEmpty();
    }
}
