package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static io.jenkins.plugins.deployworkload.rollout.Objects.service;
import static io.jenkins.plugins.deployworkload.rollout.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapEnvSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Route;
import io.jenkins.plugins.deployworkload.connection.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.RolledObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.references.ReferenceCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A deploy asks the API server for little: objects + 2 × kinds watched + 2 for the record + 1 a referenced object. */
@Tag("control-plane")
@Timeout(300)
class RequestBudgetTest {

    private static final int REFERENCED = 1;

    /** What a write in vain costs: the object is read again, and whose the workload is, and then it is written again. */
    private static final int AGAIN = 3;

    private final TestCluster cluster = new TestCluster();
    private CountingProxy proxy;
    private Connection connection;
    private int conflicts;

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

    /** Four objects, of which each differs from that of another version. */
    private static List<HasMetadata> workload(int version) {
        ConfigMap settings = with(TestCluster.configMap("settings"), map -> map.setMetadata(metadata()));
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
                with(
                        Objects.deployment(
                                1,
                                pod(
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

    private List<CountingProxy.Request> requests(List<HasMetadata> objects, Operation expected) {
        RolloutRequest request = new RolloutRequest(cluster.namespace, "web", objects, TestCluster.PLENTY);
        proxy.take();
        assertThat(ReferenceCheck.of(connection, List.of(request), false).missing())
                .isEmpty();
        RolloutResult result = TestCluster.await(cluster.engine.start(connection, request, cluster.events));
        conflicts = proxy.conflicts();
        List<CountingProxy.Request> taken = proxy.take();
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects()).extracting(RolledObject::operation).containsOnly(expected);
        assertThat(taken)
                .hasSizeLessThanOrEqualTo(
                        objects.size() + 2 * CountingProxy.watched(taken).size() + 2 + REFERENCED + AGAIN * conflicts);
        return taken;
    }

    @Test
    void firstDeploy() {
        List<CountingProxy.Request> requests = requests(workload(1), Operation.CREATED);
        assertThat(requests)
                .filteredOn(request -> request.method().equals("PATCH"))
                .hasSize(4 + conflicts);
    }

    @Test
    void deployThatChangesEverything() {
        requests(workload(1), Operation.CREATED);
        requests(workload(2), Operation.CHANGED);
        List<CountingProxy.Request> requests = requests(workload(3), Operation.CHANGED);
        assertThat(requests)
                .filteredOn(request -> request.method().equals("PATCH"))
                .hasSize(4 + conflicts);
    }

    @Test
    void deployThatChangesNothingWritesNothing() {
        requests(workload(1), Operation.CREATED);
        List<CountingProxy.Request> requests = requests(workload(1), Operation.UNCHANGED);
        assertThat(requests).filteredOn(CountingProxy.Request::isWrite).isEmpty();
        assertThat(CountingProxy.watched(requests))
                .as("reasons are not looked for")
                .containsExactly("deployments");
    }

    @Test
    void onlyWhatIsAnotherIsWritten() {
        requests(workload(1), Operation.CREATED);
        List<HasMetadata> objects = new ArrayList<>(workload(1));
        objects.set(1, service(99));
        RolloutRequest request = new RolloutRequest(cluster.namespace, "web", objects, TestCluster.PLENTY);
        proxy.take();
        RolloutResult result = TestCluster.await(cluster.engine.start(connection, request, cluster.events));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(proxy.take())
                .filteredOn(CountingProxy.Request::isWrite)
                .extracting(CountingProxy.Request::resource)
                .containsExactly("configmaps", "services", "configmaps");
    }

    @Test
    void whatSomebodyChangedIsPutBackThoughNothingIsAnother() {
        requests(workload(1), Operation.CREATED);
        cluster.admin()
                .services()
                .inNamespace(cluster.namespace)
                .withName("web")
                .edit(service -> with(
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
                TestCluster.PLENTY,
                RolloutOptions.defaults().withForceConflicts(true));
        RolloutResult result = TestCluster.await(cluster.engine.start(connection, request, cluster.events));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects())
                .extracting(RolledObject::kind, RolledObject::operation)
                .contains(
                        tuple("ConfigMap", Operation.CREATED),
                        tuple("Service", Operation.CHANGED),
                        tuple("Deployment", Operation.UNCHANGED));
        requests(workload(1), Operation.UNCHANGED);
    }

    @Test
    void whatSeveralDeploysNameIsLookedUpOnce() {
        List<RolloutRequest> requests =
                Collections.nCopies(3, new RolloutRequest(cluster.namespace, "web", workload(1), TestCluster.PLENTY));
        proxy.take();
        assertThat(ReferenceCheck.of(connection, requests, false).missing()).isEmpty();
        assertThat(proxy.take()).hasSize(REFERENCED);
    }

    /** There may be thousands. */
    @Test
    void warningsOfBeforeAreNotRead() {
        assertThat(requests(workload(1), Operation.CREATED))
                .filteredOn(request -> request.path().endsWith("/events"))
                .filteredOn(request -> !request.isWatch())
                .extracting(CountingProxy.Request::query)
                .containsExactly("limit=1");
    }
}
