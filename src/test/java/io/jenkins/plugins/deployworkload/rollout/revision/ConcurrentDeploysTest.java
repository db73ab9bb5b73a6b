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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The requests of an older deploy are delayed until a newer deploy has become active. The older deploy must not change
 * the newer deploy's objects.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ConcurrentDeploysTest {

    private static final RolloutOptions DEFAULTS = RolloutOptions.defaults();

    private final TestCluster cluster = new TestCluster();
    private ProxiedConnection proxied;

    @BeforeEach
    void connect() throws Exception {
        proxied = new ProxiedConnection(cluster);
    }

    @AfterEach
    void close() {
        proxied.close();
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static ConfigMap settings(String value) {
        ConfigMap configMap = new ConfigMapBuilder()
                .withMetadata(metadata())
                .withData(Map.of("key", value))
                .build();
        configMap.getMetadata().setName("settings");
        return configMap;
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
        return StoredRevisions.history(cluster);
    }

    private void assertSucceeded(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private void assertSuperseded(Rollout older) {
        RolloutResult result = await(older);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUPERSEDED);
    }

    /**
     * The older deploy is about to prune the Service when the newer deploy starts. The definition of the newer deploy
     * contains the Service again.
     */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void olderDeployDoesNotPruneObjectsOfNewer(String held) throws Exception {
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        CountDownLatch released = proxied.hold(isRequestFor(held, "services/web"));
        Rollout older = proxied.start(DEFAULTS.withPrune(true), deployment(1, podTemplate("nginx:2")));
        proxied.proxy.awaitHeld();
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:2"))));
        String uid = cluster.liveService().getMetadata().getUid();
        released.countDown();
        assertSuperseded(older);
        assertThat(cluster.liveService()).isNotNull();
        assertThat(cluster.liveService().getMetadata().getUid()).isEqualTo(uid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void failedFirstDeployDoesNotDeleteObjectsOfNewer(String held) throws Exception {
        CountDownLatch released = proxied.hold(isRequestFor(held, "services/web"));
        Rollout older = proxied.start(
                DEFAULTS.withOnFailure(OnFailure.REMOVE),
                service(80),
                deployment(1, podTemplate("nginx:1", "failure", "image-invalid")));
        proxied.proxy.awaitHeld();
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:2"))));
        String uid = cluster.liveService().getMetadata().getUid();
        released.countDown();
        assertSuperseded(older);
        assertThat(cluster.liveService()).isNotNull();
        assertThat(cluster.liveService().getMetadata().getUid()).isEqualTo(uid);
        assertThat(cluster.liveDeployment()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void rollbackDoesNotDeleteObjectsOfNewer(String held) throws Exception {
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:1"))));
        CountDownLatch released = proxied.hold(isRequestFor(held, "configmaps/settings"));
        Rollout older = proxied.start(
                DEFAULTS.withOnFailure(OnFailure.ROLLBACK),
                settings("a"),
                deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));
        proxied.proxy.awaitHeld();
        assertSucceeded(cluster.run(settings("a"), deployment(1, podTemplate("nginx:3"))));
        released.countDown();
        RolloutResult result = await(older);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.NONE);
        assertThat(liveSettings()).isNotNull();
    }

    /**
     * While the requests of the older deploy are in flight, the newer deploy applies the definition of the previous
     * revision. The live objects still match this definition, so the newer deploy seems to change nothing.
     */
    @Test
    void olderDeployDoesNotOverwriteRevertedObjects() throws Exception {
        assertSucceeded(cluster.run(settings("before"), service(80), deployment(1, podTemplate("nginx:1"))));
        List<String> pods = pods();
        CountDownLatch released = proxied.hold(request -> request.isApply());
        Rollout older = proxied.start(DEFAULTS, settings("older"), service(81), deployment(1, podTemplate("nginx:2")));
        proxied.proxy.awaitHeld();
        RolloutResult newer = cluster.run(settings("before"), service(80), deployment(1, podTemplate("nginx:1")));
        assertSucceeded(newer);
        assertThat(newer.objects())
                .extracting(AppliedObject::operation)
                .containsOnly(AppliedObject.Operation.UNCHANGED);
        released.countDown();
        assertSuperseded(older);
        assertThat(liveSettings().getData()).containsEntry("key", "before");
        assertThat(cluster.liveService().getSpec().getPorts().getFirst().getPort())
                .isEqualTo(80);
        assertThat(pods()).isEqualTo(pods);
        String version = liveSettings().getMetadata().getResourceVersion();
        assertSucceeded(cluster.run(settings("before"), service(80), deployment(1, podTemplate("nginx:1"))));
        assertThat(liveSettings().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    /** The newer deploy skips an unchanged object that the older deploy is about to replace. */
    @ParameterizedTest
    @ValueSource(strings = {"POST services", "DELETE web"})
    void olderDeployDoesNotReplaceUnchangedObjectsOfNewer(String held) throws Exception {
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        String uid = cluster.liveService().getMetadata().getUid();
        String[] request = held.split(" ");
        // The first dry run of the creation is before the activation.
        AtomicInteger dryRuns = new AtomicInteger();
        CountDownLatch released = proxied.hold(sent ->
                isRequestFor(request[0], request[1]).test(sent) && (!sent.isDryRun() || dryRuns.incrementAndGet() > 1));
        Service headless = edit(service(80), object -> object.getSpec().setClusterIP("None"));
        Rollout older = proxied.start(DEFAULTS.withReplace(true), headless, deployment(1, podTemplate("nginx:1")));
        proxied.proxy.awaitHeld();
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        released.countDown();
        assertSuperseded(older);
        assertThat(cluster.liveService()).isNotNull();
        assertThat(cluster.liveService().getMetadata().getUid()).isEqualTo(uid);
        assertThat(proxied.events.all(RolloutEvent.Deleted.class)).isEmpty();
    }

    @Test
    void olderDeployDoesNotDeleteControllerOfNewer() throws Exception {
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:1"))));
        String uid = cluster.liveDeployment().getMetadata().getUid();
        CountDownLatch released = proxied.hold(isRequestFor("DELETE", "deployments/web"));
        Rollout older = proxied.start(
                DEFAULTS.withReplace(true),
                statefulSet(1, podTemplate("nginx:1")).build());
        proxied.proxy.awaitHeld();
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:1"))));
        released.countDown();
        assertSuperseded(older);
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
        assertSucceeded(await(older));
        assertThat(history().latestIsHealthy()).isTrue();
        assertThat(StoredRevisions.healthyObjects(cluster).toString()).contains("missing:1");
    }

    @Test
    void deployAbortedBeforeApplyDoesNotSupersede() throws Exception {
        Rollout older = cluster.start(TestCluster.deployment(2, "missing:1"));
        cluster.events.await(RolloutEvent.Progress.class, event -> true);
        CountDownLatch released = proxied.hold(isRequestFor("PUT", "configmaps/deploy-workload-web"));
        Rollout newer = proxied.start(DEFAULTS, TestCluster.deployment(2, "missing:2"));
        proxied.proxy.awaitHeld();
        newer.stop("enough");
        released.countDown();
        assertThat(await(newer).outcome()).isEqualTo(Outcome.ABORTED);
        cluster.scale(0);
        assertSucceeded(await(older));
    }

    @Test
    void partlyAppliedRefusedDeploySupersedes() throws Exception {
        Rollout older = cluster.start(settings("older"), TestCluster.deployment(2, "missing:1"));
        cluster.events.await(RolloutEvent.Progress.class, event -> true);
        proxied.proxy.forbid(
                1, request -> request.isApply() && request.resource().equals("deployments"));
        RolloutResult refused =
                await(proxied.start(DEFAULTS, settings("newer"), TestCluster.deployment(2, "missing:2")));
        assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.REFUSED);
        cluster.scale(0);
        assertSuperseded(older);
    }

    @Test
    void replacementByNewerDeploySupersedes() throws Exception {
        Rollout older = cluster.start(deployment(1, podTemplate("nginx:1", "ready", "never")));
        cluster.events.await(RolloutEvent.Waiting.class, event -> true);
        Deployment other = edit(deployment(1, podTemplate("nginx:2")), object -> {
            object.getSpec().getSelector().getMatchLabels().put("tier", "web");
            object.getSpec().getTemplate().getMetadata().getLabels().put("tier", "web");
        });
        assertSucceeded(cluster.run(DEFAULTS.withReplace(true), other));
        assertSuperseded(older);
    }

    /**
     * A detached deploy does not know whether its objects become healthy, but it stores that all objects are applied.
     * The next deploy therefore skips unchanged objects.
     */
    @Test
    void writesOnlyChangedObjectsAfterDetachedDeploy() {
        RolloutOptions detached = DEFAULTS.withDetached(true);
        assertSucceeded(cluster.run(detached, settings("a"), deployment(1, podTemplate("nginx:1"))));
        proxied.proxy.takeRequests();
        assertSucceeded(await(proxied.start(detached, settings("a"), deployment(1, podTemplate("nginx:2")))));
        assertThat(writes()).containsExactlyInAnyOrder("configmaps", "deploy-workload-web", "web");
        assertSucceeded(await(proxied.start(detached, settings("a"), deployment(1, podTemplate("nginx:2")))));
        assertThat(writes()).isEmpty();
        assertThat(liveSettings().getMetadata().getAnnotations()).doesNotContainKey(WriteFence.ANNOTATION);
    }

    private Set<String> writes() {
        return proxied.proxy.takeRequests().stream()
                .filter(RecordingProxy.Request::isWrite)
                .map(request -> request.path().substring(request.path().lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
    }
}
