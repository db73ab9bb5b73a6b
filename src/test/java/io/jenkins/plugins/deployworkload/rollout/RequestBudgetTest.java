package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapEnvSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.preflight.ReferenceCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Limits the number of requests of a deploy. A deploy sends at most two requests for each object, two for each watched
 * kind, one for each referenced object, and those of {@link #historyRequests} for the revision history.
 */
@Tag("control-plane")
@Timeout(300)
class RequestBudgetTest {

    private static final int REFERENCED_OBJECTS = 1;

    /**
     * The additional requests after a write fails with a conflict: the deploy reads the object and the revision
     * history, and writes the object again.
     */
    private static final int RETRY_COST = 3;

    private final TestCluster cluster = new TestCluster();
    private RecordingProxy proxy;
    private Connection connection;
    private int conflicts;
    private int builds;

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
        ConfigMap shared = TestCluster.configMap("shared");
        shared.getMetadata().setNamespace(cluster.namespace);
        cluster.admin().resource(shared).create();
    }

    @AfterEach
    void close() {
        connection.close();
        proxy.close();
        cluster.close();
    }

    /** Returns four objects, which all differ from the four objects of another version. */
    private static List<HasMetadata> workload(int version) {
        ConfigMap settings = edit(TestCluster.configMap("settings"), map -> map.setMetadata(metadata()));
        settings.getMetadata().setName("settings");
        settings.setData(Map.of("key", "value-" + version));
        HorizontalPodAutoscaler autoscaler = new HorizontalPodAutoscalerBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", "web")
                .withMinReplicas(1)
                .withMaxReplicas(version + 1)
                .endSpec()
                .build();
        return List.of(
                settings,
                service(80 + version),
                edit(
                        TestObjects.deployment(
                                1,
                                podTemplate(
                                        "nginx:" + version,
                                        template -> template.getSpec()
                                                .getContainers()
                                                .getFirst()
                                                .setEnvFrom(List.of(new EnvFromSourceBuilder()
                                                        .withConfigMapRef(new ConfigMapEnvSourceBuilder()
                                                                .withName("shared")
                                                                .build())
                                                        .build())))),
                        deployment -> deployment.getSpec().setReplicas(null)),
                autoscaler);
    }

    private List<RecordingProxy.Request> requests(List<HasMetadata> objects, Operation expected) {
        // Each build has another number, whose annotations must not cost a request.
        RolloutOptions options = RolloutOptions.defaults()
                .withBuild(
                        new RolloutOptions.BuildReference("shop/web", ++builds, "https://jenkins/job/shop/job/web/"));
        RolloutRequest request =
                new RolloutRequest(cluster.namespace, "web", objects, TestCluster.DEFAULT_TIMEOUT, options);
        proxy.takeRequests();
        assertThat(ReferenceCheck.of(connection, List.of(request), false).missing())
                .isEmpty();
        RolloutResult result = TestCluster.await(cluster.engine.start(connection, request, cluster.events));
        conflicts = proxy.conflicts();
        List<RecordingProxy.Request> sent = proxy.takeRequests();
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects()).extracting(AppliedObject::operation).containsOnly(expected);
        // The kinds of a workload are known without discovery.
        assertThat(sent).extracting(RecordingProxy.Request::path).doesNotContain("/api", "/apis");
        assertThat(sent)
                .hasSizeLessThanOrEqualTo((expected == Operation.UNCHANGED ? 1 : 2) * objects.size()
                        + 2 * RecordingProxy.watched(sent).size()
                        + historyRequests(expected)
                        + REFERENCED_OBJECTS
                        + RETRY_COST * conflicts);
        return sent;
    }

    /**
     * A no-op deploy reads the history once or twice. Another deploy stores its objects, activates its revision and
     * marks it as healthy; the first one also creates the history.
     */
    private static int historyRequests(Operation expected) {
        return switch (expected) {
            case UNCHANGED -> 2;
            case UPDATED -> 3;
            case CREATED -> 4;
        };
    }

    @Test
    void firstDeploySendsOneApplyPerObject() {
        List<RecordingProxy.Request> requests = requests(workload(1), Operation.CREATED);
        assertThat(requests).filteredOn(request -> request.isApply()).hasSize(4 + conflicts);
    }

    @Test
    void changedDeploySendsOneApplyPerObject() {
        requests(workload(1), Operation.CREATED);
        requests(workload(2), Operation.UPDATED);
        List<RecordingProxy.Request> requests = requests(workload(3), Operation.UPDATED);
        assertThat(requests).filteredOn(request -> request.isApply()).hasSize(4 + conflicts);
    }

    /** The history keeps five healthy revisions. */
    @Test
    void deletesOneRevisionFromTheSixthOn() {
        for (int version = 1; version <= 5; version++) {
            requests(workload(version), version == 1 ? Operation.CREATED : Operation.UPDATED);
        }
        RolloutRequest request = new RolloutRequest(cluster.namespace, "web", workload(6), TestCluster.DEFAULT_TIMEOUT);
        proxy.takeRequests();
        RolloutResult result = TestCluster.await(cluster.engine.start(connection, request, cluster.events));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(proxy.takeRequests())
                .filteredOn(sent -> sent.path().contains("configmaps") && sent.isWrite())
                .extracting(RecordingProxy.Request::method)
                .contains("POST", "PUT", "DELETE")
                .filteredOn(method -> !method.equals("PATCH"))
                .containsExactly("POST", "PUT", "PUT", "DELETE");
    }

    @Test
    void noOpDeployWritesNothing() {
        requests(workload(1), Operation.CREATED);
        List<RecordingProxy.Request> requests = requests(workload(1), Operation.UNCHANGED);
        assertThat(requests).filteredOn(RecordingProxy.Request::isWrite).isEmpty();
        assertThat(RecordingProxy.watched(requests))
                .as("no watches for diagnostics")
                .containsExactly("deployments");
    }

    @Test
    void writesOnlyChangedObjects() {
        requests(workload(1), Operation.CREATED);
        List<HasMetadata> objects = new ArrayList<>(workload(1));
        objects.set(1, service(99));
        RolloutRequest request = new RolloutRequest(cluster.namespace, "web", objects, TestCluster.DEFAULT_TIMEOUT);
        proxy.takeRequests();
        RolloutResult result = TestCluster.await(cluster.engine.start(connection, request, cluster.events));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(proxy.takeRequests())
                .filteredOn(RecordingProxy.Request::isWrite)
                .extracting(RecordingProxy.Request::resource)
                .containsExactly("configmaps", "configmaps", "services", "configmaps");
    }

    @Test
    void revertsDriftOfUnchangedObjects() {
        requests(workload(1), Operation.CREATED);
        cluster.admin()
                .services()
                .inNamespace(cluster.namespace)
                .withName("web")
                .edit(service -> edit(
                        service,
                        object -> object.getSpec().getPorts().getFirst().setTargetPort(new IntOrString(1234))));
        cluster.admin()
                .resource(workload(1).getFirst())
                .inNamespace(cluster.namespace)
                .delete();
        RolloutRequest request = new RolloutRequest(
                cluster.namespace,
                "web",
                workload(1),
                TestCluster.DEFAULT_TIMEOUT,
                RolloutOptions.defaults().withForceConflicts(true));
        RolloutResult result = TestCluster.await(cluster.engine.start(connection, request, cluster.events));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects())
                .extracting(AppliedObject::kind, AppliedObject::operation)
                .contains(
                        tuple("ConfigMap", Operation.CREATED),
                        tuple("Service", Operation.UPDATED),
                        tuple("Deployment", Operation.UNCHANGED));
        requests(workload(1), Operation.UNCHANGED);
    }

    /** Otherwise the deploy would need one round trip more before its first write. */
    @Test
    void storesTheRevisionWhileItReadsLiveObjects() {
        requests(workload(1), Operation.CREATED);
        List<HasMetadata> objects = new ArrayList<>(workload(1));
        objects.set(2, workload(2).get(2));
        CompletableFuture<Void> stored = new CompletableFuture<>();
        CountDownLatch released = proxy.hold(request -> {
            if (request.method().equals("POST") && request.resource().equals("configmaps")) {
                stored.complete(null);
            }
            return request.method().equals("GET") && request.resource().equals("services") && !request.isWatch();
        });
        RolloutRequest request = new RolloutRequest(cluster.namespace, "web", objects, TestCluster.DEFAULT_TIMEOUT);
        Rollout rollout = cluster.engine.start(connection, request, cluster.events);

        assertThat(stored).succeedsWithin(TestCluster.DEFAULT_TIMEOUT);
        released.countDown();

        RolloutResult result = TestCluster.await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void looksUpSharedReferencesOnce() {
        List<RolloutRequest> requests = Collections.nCopies(
                3, new RolloutRequest(cluster.namespace, "web", workload(1), TestCluster.DEFAULT_TIMEOUT));
        proxy.takeRequests();
        assertThat(ReferenceCheck.of(connection, requests, false).missing()).isEmpty();
        assertThat(proxy.takeRequests()).hasSize(REFERENCED_OBJECTS);
    }

    /** A deploy must not list the old events, because a namespace can have thousands of events. */
    @Test
    void doesNotListOldEvents() {
        assertThat(requests(workload(1), Operation.CREATED))
                .filteredOn(request -> request.path().endsWith("/events"))
                .filteredOn(request -> !request.isWatch())
                .extracting(RecordingProxy.Request::query)
                .containsExactly("limit=1");
    }
}
