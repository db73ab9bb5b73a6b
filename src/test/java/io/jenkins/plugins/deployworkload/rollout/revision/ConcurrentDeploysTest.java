package io.jenkins.plugins.deployworkload.rollout.revision;

import static io.jenkins.plugins.deployworkload.rollout.ProxiedConnection.isRequestFor;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.rollout.ProxiedConnection;
import io.jenkins.plugins.deployworkload.rollout.RecordingProxy;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a deploy does late, of which a newer one has the workload by then; requests of the older are held up on the way. */
@Tag("control-plane")
@Timeout(300)
class ConcurrentDeploysTest {

    private static final RolloutOptions DEFAULTS = RolloutOptions.defaults();

    private final TestCluster cluster = new TestCluster();
    private ProxiedConnection detour;

    @BeforeEach
    void connect() throws Exception {
        detour = new ProxiedConnection(cluster);
    }

    @AfterEach
    void close() {
        detour.close();
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static ConfigMap settings(String value) {
        ConfigMap map = new ConfigMapBuilder()
                .withMetadata(metadata())
                .withData(Map.of("key", value))
                .build();
        map.getMetadata().setName("settings");
        return map;
    }

    private Service liveService() {
        return cluster.admin()
                .services()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
    }

    private ConfigMap liveSettings() {
        return cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("settings")
                .get();
    }

    private List<String> pods() {
        return cluster.admin().pods().inNamespace(cluster.namespace).list().getItems().stream()
                .map(pod -> pod.getMetadata().getUid())
                .toList();
    }

    private RevisionHistory history() {
        return new RevisionStore(cluster.connection, cluster.namespace, "web")
                .read()
                .join()
                .history();
    }

    private void success(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private void superseded(Rollout older) {
        RolloutResult result = await(older);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUPERSEDED);
    }

    /** Both wait for the same Deployment, and the older has known the Service before the newer had it again. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void olderDeployDoesNotPruneObjectsOfNewer(String held) throws Exception {
        success(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        CountDownLatch goOn = detour.hold(isRequestFor(held, "services/web"));
        Rollout older = detour.start(DEFAULTS.withPrune(true), deployment(1, podTemplate("nginx:2")));
        detour.proxy.awaitHeld();
        success(cluster.run(service(80), deployment(1, podTemplate("nginx:2"))));
        String uid = liveService().getMetadata().getUid();
        goOn.countDown();
        superseded(older);
        assertThat(liveService()).isNotNull();
        assertThat(liveService().getMetadata().getUid()).isEqualTo(uid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void failedFirstDeployDoesNotRemoveObjectsOfNewer(String held) throws Exception {
        CountDownLatch goOn = detour.hold(isRequestFor(held, "services/web"));
        Rollout older = detour.start(
                DEFAULTS.withOnFailure(OnFailure.REMOVE),
                service(80),
                deployment(1, podTemplate("nginx:1", "failure", "image-invalid")));
        detour.proxy.awaitHeld();
        success(cluster.run(service(80), deployment(1, podTemplate("nginx:2"))));
        String uid = liveService().getMetadata().getUid();
        goOn.countDown();
        superseded(older);
        assertThat(liveService()).isNotNull();
        assertThat(liveService().getMetadata().getUid()).isEqualTo(uid);
        assertThat(cluster.liveDeployment()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void rollbackDoesNotRemoveObjectsOfNewer(String held) throws Exception {
        success(cluster.run(deployment(1, podTemplate("nginx:1"))));
        CountDownLatch goOn = detour.hold(isRequestFor(held, "configmaps/settings"));
        Rollout older = detour.start(
                DEFAULTS.withOnFailure(OnFailure.ROLLBACK),
                settings("a"),
                deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));
        detour.proxy.awaitHeld();
        success(cluster.run(settings("a"), deployment(1, podTemplate("nginx:3"))));
        goOn.countDown();
        RolloutResult result = await(older);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.NONE);
        assertThat(liveSettings()).isNotNull();
    }

    /** It goes back to what ran before the older, whose requests are on their way: nothing of that is changed, it seems. */
    @Test
    void olderDeployDoesNotOverwriteReverted() throws Exception {
        success(cluster.run(settings("before"), service(80), deployment(1, podTemplate("nginx:1"))));
        List<String> pods = pods();
        CountDownLatch goOn = detour.hold(request -> request.method().equals("PATCH"));
        Rollout older = detour.start(DEFAULTS, settings("older"), service(81), deployment(1, podTemplate("nginx:2")));
        detour.proxy.awaitHeld();
        RolloutResult newer = cluster.run(settings("before"), service(80), deployment(1, podTemplate("nginx:1")));
        success(newer);
        assertThat(newer.objects())
                .extracting(AppliedObject::operation)
                .containsOnly(AppliedObject.Operation.UNCHANGED);
        goOn.countDown();
        superseded(older);
        assertThat(liveSettings().getData()).containsEntry("key", "before");
        assertThat(liveService().getSpec().getPorts().getFirst().getPort()).isEqualTo(80);
        assertThat(pods()).isEqualTo(pods);
        String version = liveSettings().getMetadata().getResourceVersion();
        success(cluster.run(settings("before"), service(80), deployment(1, podTemplate("nginx:1"))));
        assertThat(liveSettings().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    /** It has left as it is, for it is as described, what the older is about to replace. */
    @ParameterizedTest
    @ValueSource(strings = {"POST services", "DELETE web"})
    void olderDeployDoesNotReplaceUnchangedObjectsOfNewer(String held) throws Exception {
        success(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        String uid = liveService().getMetadata().getUid();
        String[] request = held.split(" ");
        CountDownLatch goOn = detour.hold(isRequestFor(request[0], request[1]));
        Service headless = edit(service(80), object -> object.getSpec().setClusterIP("None"));
        Rollout older = detour.start(DEFAULTS.withReplace(true), headless, deployment(1, podTemplate("nginx:1")));
        detour.proxy.awaitHeld();
        success(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        goOn.countDown();
        superseded(older);
        assertThat(liveService()).isNotNull();
        assertThat(liveService().getMetadata().getUid()).isEqualTo(uid);
        assertThat(detour.events.all(RolloutEvent.Deleted.class)).isEmpty();
    }

    @Test
    void olderDeployDoesNotDeleteControllerOfNewer() throws Exception {
        success(cluster.run(deployment(1, podTemplate("nginx:1"))));
        String uid = cluster.liveDeployment().getMetadata().getUid();
        CountDownLatch goOn = detour.hold(isRequestFor("DELETE", "deployments/web"));
        Rollout older = detour.start(
                DEFAULTS.withReplace(true),
                statefulSet(1, podTemplate("nginx:1")).build());
        detour.proxy.awaitHeld();
        success(cluster.run(deployment(1, podTemplate("nginx:1"))));
        goOn.countDown();
        superseded(older);
        assertThat(cluster.liveDeployment()).isNotNull();
        assertThat(cluster.liveDeployment().getMetadata().getUid()).isEqualTo(uid);
        assertThat(cluster.liveDeployment().getMetadata().getDeletionTimestamp())
                .isNull();
    }

    @Test
    void refusedDeployDoesNotSupersede() throws Exception {
        Rollout older = cluster.start(TestCluster.deployment(2, "missing:1"));
        cluster.events.await(RolloutEvent.Progress.class, event -> true);
        RolloutResult refused = cluster.run(TestCluster.deployment(-1, "missing:2"));
        assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.REFUSED);
        cluster.scale(0);
        success(await(older));
        assertThat(history().latestIsHealthy()).isTrue();
        assertThat(history().lastHealthy().objects().toString()).contains("missing:1");
    }

    @Test
    void deployStoppedBeforeApplyDoesNotSupersede() throws Exception {
        Rollout older = cluster.start(TestCluster.deployment(2, "missing:1"));
        cluster.events.await(RolloutEvent.Progress.class, event -> true);
        CountDownLatch goOn = detour.hold(isRequestFor("PUT", "configmaps/deploy-workload-web"));
        Rollout newer = detour.start(DEFAULTS, TestCluster.deployment(2, "missing:2"));
        detour.proxy.awaitHeld();
        newer.stop("enough");
        goOn.countDown();
        assertThat(await(newer).outcome()).isEqualTo(Outcome.ABORTED);
        cluster.scale(0);
        success(await(older));
    }

    /** Of which the record says that it is the newer one's. */
    @Test
    void partlyAppliedRefusedDeploySupersedes() throws Exception {
        Rollout older = cluster.start(settings("older"), TestCluster.deployment(2, "missing:1"));
        cluster.events.await(RolloutEvent.Progress.class, event -> true);
        RolloutResult refused = cluster.run(
                settings("newer"),
                edit(
                        TestCluster.deployment(2, "missing:2"),
                        (Deployment object) -> object.getSpec().setMinReadySeconds(-1)));
        assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.REFUSED);
        cluster.scale(0);
        superseded(older);
    }

    @Test
    void replacementByNewerDeploySupersedes() throws Exception {
        Rollout older = cluster.start(deployment(1, podTemplate("nginx:1", "ready", "never")));
        cluster.events.await(RolloutEvent.Waiting.class, event -> true);
        Deployment other = edit(deployment(1, podTemplate("nginx:2")), object -> {
            object.getSpec().getSelector().getMatchLabels().put("tier", "web");
            object.getSpec().getTemplate().getMetadata().getLabels().put("tier", "web");
        });
        success(cluster.run(DEFAULTS.withReplace(true), other));
        superseded(older);
    }

    /** Nobody sees what comes of a deploy that is not waited for; that it has applied everything is known. */
    @Test
    void writesOnlyChangedObjectsAfterDetachedDeploy() {
        RolloutOptions detached = DEFAULTS.withDetached(true);
        success(cluster.run(detached, settings("a"), deployment(1, podTemplate("nginx:1"))));
        detour.proxy.takeRequests();
        success(await(detour.start(detached, settings("a"), deployment(1, podTemplate("nginx:2")))));
        assertThat(writes()).containsExactlyInAnyOrder("deploy-workload-web", "web");
        success(await(detour.start(detached, settings("a"), deployment(1, podTemplate("nginx:2")))));
        assertThat(writes()).isEmpty();
        assertThat(liveSettings().getMetadata().getAnnotations()).isNullOrEmpty();
    }

    private Set<String> writes() {
        return detour.proxy.takeRequests().stream()
                .filter(RecordingProxy.Request::isWrite)
                .map(request -> request.path().substring(request.path().lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
    }
}
