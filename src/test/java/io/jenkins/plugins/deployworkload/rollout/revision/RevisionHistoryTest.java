package io.jenkins.plugins.deployworkload.rollout.revision;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.configMap;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.EventRecorder;
import io.jenkins.plugins.deployworkload.rollout.ProxiedConnection;
import io.jenkins.plugins.deployworkload.rollout.RecordingProxy;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests the stored revision history, including concurrent deploys and a deleted history. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RevisionHistoryTest {

    private static ConfigMap configMapNamed(TestCluster cluster, String name) {
        return cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName(name)
                .get();
    }

    private static ConfigMap historyConfigMap(TestCluster cluster) {
        return configMapNamed(cluster, "deploy-workload-web");
    }

    private static RevisionHistory history(TestCluster cluster) {
        return StoredRevisions.history(cluster);
    }

    @Test
    void storesLatestAndLastHealthyRevision() {
        try (TestCluster cluster = new TestCluster()) {
            cluster.run(deployment(1, podTemplate("nginx:1")));
            assertThat(historyConfigMap(cluster).getMetadata().getLabels())
                    .containsEntry(RolloutRequest.NAME_LABEL, "web");
            RevisionHistory first = history(cluster);
            assertThat(first.latestIsHealthy()).isTrue();
            assertThat(StoredRevisions.healthyObjects(cluster)).hasSize(1);
            assertThat(StoredRevisions.healthyObjects(cluster).getFirst().toString())
                    .contains("nginx:1");
            cluster.run(deployment(1, podTemplate("nginx:1", "failure", "image-invalid")));
            RevisionHistory second = history(cluster);
            assertThat(second.latestIsHealthy()).isFalse();
            assertThat(second.lastHealthy().id()).isEqualTo(first.latest().id());
            assertThat(StoredRevisions.healthyObjects(cluster))
                    .isEqualTo(StoredRevisions.objects(cluster, first.latest()));
            assertThat(StoredRevisions.objects(cluster, second.latest()).toString())
                    .contains("image-invalid");
        }
    }

    @Test
    void writesNothingForNoOpDeploy() {
        try (TestCluster cluster = new TestCluster()) {
            cluster.run(configMap("settings"), deployment(1, podTemplate("nginx:1")));
            String version = historyConfigMap(cluster).getMetadata().getResourceVersion();
            assertThat(cluster.run(configMap("settings"), deployment(1, podTemplate("nginx:1")))
                            .outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
            assertThat(historyConfigMap(cluster).getMetadata().getResourceVersion())
                    .isEqualTo(version);
        }
    }

    @RepeatedTest(10)
    void concurrentDeploysAreNeverMixed() {
        try (TestCluster one = new TestCluster();
                TestCluster two = new TestCluster(one)) {
            assertThat(one.run(configMap("settings"), deployment(1, podTemplate("nginx:0")))
                            .outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
            List<Rollout> rollouts = List.of(
                    one.start(
                            edit(configMap("settings"), configMap -> configMap.setData(Map.of("key", "one"))),
                            deployment(1, podTemplate("nginx:one"))),
                    two.start(
                            edit(configMap("settings"), configMap -> configMap.setData(Map.of("key", "two"))),
                            deployment(1, podTemplate("nginx:two"))));
            Map<Outcome, Long> outcomes = rollouts.stream()
                    .map(TestCluster::await)
                    .collect(Collectors.groupingBy(RolloutResult::outcome, Collectors.counting()));
            // Both deploys succeed if one of them ends before the other starts.
            assertThat(outcomes)
                    .isIn(Map.of(Outcome.SUCCEEDED, 1L, Outcome.SUPERSEDED, 1L), Map.of(Outcome.SUCCEEDED, 2L));
            String image = one.liveImage();
            assertThat("nginx:" + configMapNamed(one, "settings").getData().get("key"))
                    .isEqualTo(image);
            assertThat(StoredRevisions.healthyObjects(one).toString()).contains(image);
        }
    }

    @RepeatedTest(20)
    void concurrentFirstDeploysAreNeverMixed() {
        try (TestCluster one = new TestCluster();
                TestCluster two = new TestCluster(one)) {
            List<Rollout> rollouts = List.of(one.start(objectsOf("one")), two.start(objectsOf("two")));
            CompletableFuture.anyOf(
                            rollouts.getFirst().result(), rollouts.getLast().result())
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join();
            one.makePodsReady();
            Map<Outcome, Long> outcomes = rollouts.stream()
                    .map(TestCluster::await)
                    .collect(Collectors.groupingBy(RolloutResult::outcome, Collectors.counting()));
            assertThat(outcomes).isEqualTo(Map.of(Outcome.SUCCEEDED, 1L, Outcome.SUPERSEDED, 1L));
            assertAllFromOne(one);
        }
    }

    /**
     * Returns objects whose pods become ready only when the test allows it, so that no deploy ends before the other
     * deploy starts.
     */
    private static HasMetadata[] objectsOf(String version) {
        return new HasMetadata[] {
            edit(configMap("settings"), configMap -> configMap.setData(Map.of("key", version))),
            edit(service(80), service -> service.getMetadata().getLabels().put("version", version)),
            deployment(1, podTemplate("nginx:" + version, "ready", "never"))
        };
    }

    private static void assertAllFromOne(TestCluster cluster) {
        String image = cluster.liveImage();
        Service service = cluster.admin()
                .services()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
        assertThat("nginx:" + configMapNamed(cluster, "settings").getData().get("key"))
                .isEqualTo(image);
        assertThat("nginx:" + service.getMetadata().getLabels().get("version")).isEqualTo(image);
        assertThat(StoredRevisions.healthyObjects(cluster).toString()).contains(image);
    }

    @Test
    void olderDeployDoesNotOverwriteNewer() throws Exception {
        try (TestCluster newer = new TestCluster()) {
            ConnectionConfig config = newer.config(SharedControlPlane.get().adminToken());
            try (RecordingProxy proxy = new RecordingProxy(config.server(), config.caCertificate());
                    Connection proxiedConnection = newer.connections.open(new ConnectionConfig(
                            proxy.address(), null, config.credential(), newer.namespace, new ProxySetting.Direct()))) {
                CountDownLatch released = proxy.hold(request -> request.isApply());
                Rollout older = newer.engine.start(
                        proxiedConnection,
                        new RolloutRequest(
                                newer.namespace, "web", List.of(objectsOf("older")), TestCluster.DEFAULT_TIMEOUT),
                        event -> {});
                // From here on, the older deploy is active, and its apply requests are in flight.
                proxy.awaitHeld();
                newer.makePodsReady();
                assertThat(newer.run(objectsOf("newer")).outcome()).isEqualTo(Outcome.SUCCEEDED);
                released.countDown();
                RolloutResult result = await(older);
                assertThat(result.outcome()).isEqualTo(Outcome.SUPERSEDED);
                assertThat(result.message())
                        .containsOnlyOnce(
                                RolloutEnd.superseded(Optional.empty()).message());
            }
            assertAllFromOne(newer);
            assertThat(configMapNamed(newer, "settings").getData()).containsEntry("key", "newer");
        }
    }

    @Test
    void newerDeploySupersedesWaitingOlder() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            Rollout older = cluster.start(deployment(1, podTemplate("nginx:1", "ready", "never")));
            cluster.events.await(RolloutEvent.Waiting.class, event -> true);
            RolloutResult newer = cluster.run(deployment(1, podTemplate("nginx:2")));
            assertThat(newer.outcome()).as(newer.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(await(older).outcome()).isEqualTo(Outcome.SUPERSEDED);
        }
    }

    @Test
    void olderDeployIsSupersededThoughItsObjectsAreUnchanged() throws InterruptedException {
        try (TestCluster cluster = new TestCluster();
                TestCluster another = new TestCluster(cluster)) {
            HasMetadata[] objects = objectsOf("older");
            Rollout older = cluster.start(objects);
            cluster.events.await(RolloutEvent.Waiting.class, event -> true);
            objects[0] = edit(configMap("settings"), configMap -> configMap.setData(Map.of("key", "newer")));
            Rollout newer = another.start(objects);
            another.events.await(RolloutEvent.Waiting.class, event -> true);
            cluster.makePodsReady();
            assertThat(await(newer).outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(await(older).outcome()).isEqualTo(Outcome.SUPERSEDED);
        }
    }

    /**
     * The older deploy changes no objects, and therefore stores no revision. The older deploy waits for pods that the
     * ResourceQuota forbids.
     */
    @Test
    void olderNoOpDeployIsSuperseded() throws InterruptedException {
        try (TestCluster cluster = new TestCluster(new GracePeriods(1000))) {
            cluster.run(configMap("settings"), deployment(1, podTemplate("nginx:1")));
            cluster.create(new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withName("small")
                    .endMetadata()
                    .withNewSpec()
                    .addToHard("pods", new Quantity("0"))
                    .endSpec()
                    .build());
            cluster.propagation().awaitPodsDenied("exceeded quota");
            cluster.admin().pods().inNamespace(cluster.namespace).delete();
            cluster.admin()
                    .apps()
                    .deployments()
                    .inNamespace(cluster.namespace)
                    .withName("web")
                    .waitUntilCondition(
                            found -> found.getStatus().getAvailableReplicas() == null
                                    || found.getStatus().getAvailableReplicas() == 0,
                            2,
                            TimeUnit.MINUTES);
            Rollout older = cluster.start(configMap("settings"), deployment(1, podTemplate("nginx:1")));
            cluster.events.await(
                    RolloutEvent.Progress.class, event -> event.message().contains("0 available"));
            EventRecorder events = new EventRecorder();
            Rollout newer = cluster.engine.start(
                    cluster.connection,
                    new RolloutRequest(
                            cluster.namespace,
                            "web",
                            List.of(
                                    edit(configMap("settings"), configMap -> configMap.setData(Map.of("key", "newer"))),
                                    deployment(1, podTemplate("nginx:1"))),
                            TestCluster.DEFAULT_TIMEOUT),
                    events);
            events.await(RolloutEvent.Waiting.class, event -> true);
            cluster.scale(0);
            RolloutResult result = await(newer);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(await(older).outcome()).isEqualTo(Outcome.SUPERSEDED);
        }
    }

    @Test
    void deletedHistoryDoesNotSupersede() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            Rollout rollout = cluster.start(deployment(1, podTemplate("nginx:1", "ready", "never")));
            cluster.events.await(RolloutEvent.Waiting.class, event -> true);
            cluster.admin().resource(historyConfigMap(cluster)).delete();
            cluster.admin().resource(cluster.liveDeployment()).delete();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message()).contains("deleted");
        }
    }

    @Test
    void rewritesHistoryDeletedDuringRollout() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            Rollout rollout = cluster.start(TestCluster.deployment(2, "missing:1"));
            cluster.events.await(RolloutEvent.Waiting.class, event -> true);
            cluster.admin().resource(historyConfigMap(cluster)).delete();
            cluster.scale(0);
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(history(cluster).latestIsHealthy()).isTrue();
            assertThat(cluster.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .noneMatch(message -> message.contains("could not be stored"));
        }
    }

    /**
     * After a restart, only the revision history contains the objects of the revision. Without the history, the rollout
     * must warn.
     */
    @Test
    void warnsWhenHistoryWasDeletedBeforeRestart() throws InterruptedException {
        try (TestCluster cluster = new TestCluster();
                TestCluster other = new TestCluster(cluster)) {
            Rollout rollout = cluster.start(
                    RolloutOptions.defaults().withPrune(true), deployment(1, podTemplate("nginx:1", "ready", "never")));
            RolloutCheckpoint checkpoint = cluster.events
                    .await(RolloutEvent.Waiting.class, event -> true)
                    .checkpoint();
            rollout.stop("restart");
            await(rollout);
            cluster.admin().resource(historyConfigMap(cluster)).delete();
            cluster.makePodsReady();
            RolloutResult result = await(other.engine.resume(
                    other.connection, RolloutCheckpoint.fromJson(checkpoint.toJson()), other.events));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(other.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .containsExactly(
                            "The workload is healthy, but its revision could not be stored for a later rollback: The revision"
                                    + " history of this workload was deleted.",
                            "Nothing was pruned, because the objects that are no longer in the definition are not"
                                    + " known.");
        }
    }

    @Test
    void abortWhileApplyingReportsAppliedObjects() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            ConnectionConfig config = cluster.config(SharedControlPlane.get().adminToken());
            try (RecordingProxy proxy = new RecordingProxy(config.server(), config.caCertificate());
                    Connection proxiedConnection = cluster.connections.open(new ConnectionConfig(
                            proxy.address(),
                            null,
                            config.credential(),
                            cluster.namespace,
                            new ProxySetting.Direct()))) {
                CountDownLatch released = proxy.hold(request -> request.isApply());
                Rollout rollout = cluster.engine.start(
                        proxiedConnection,
                        new RolloutRequest(
                                cluster.namespace, "web", List.of(objectsOf("one")), TestCluster.DEFAULT_TIMEOUT),
                        event -> {});
                proxy.awaitHeld();
                rollout.stop("enough");
                released.countDown();
                RolloutResult result = await(rollout);
                assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.ABORTED);
                assertThat(result.message()).contains("only ").contains("ConfigMap settings");
                assertThat(result.objects()).extracting(AppliedObject::kind).doesNotContain("Deployment");
                assertThat(cluster.liveDeployment()).isNull();
            }
        }
    }

    /**
     * If the user aborts a deploy while the API server refuses an object, the result is ABORTED and contains the
     * applied objects. The deploy does not roll back.
     */
    @Test
    void abortDuringRefusalEndsAsAborted() throws Exception {
        try (TestCluster cluster = new TestCluster();
                ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            cluster.run(configMap("settings"), deployment(1, podTemplate("nginx:1")));
            CountDownLatch released = proxied.hold(
                    request -> request.isApply() && request.resource().equals("configmaps"));
            proxied.proxy.forbid(
                    10, request -> request.isApply() && request.resource().equals("services"));
            Rollout rollout = proxied.start(
                    RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                    edit(configMap("settings"), configMap -> configMap.setData(Map.of("key", "other"))),
                    service(80),
                    deployment(1, podTemplate("nginx:2")));
            proxied.proxy.awaitHeld();
            rollout.stop("enough");
            released.countDown();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.ABORTED);
            assertThat(result.message()).startsWith("enough. ").contains("Service web was refused");
            assertThat(proxied.events.all(RolloutEvent.RollingBack.class)).isEmpty();
            assertThat(configMapNamed(cluster, "settings").getData()).containsEntry("key", "other");
        }
    }

    @Test
    void warnsWhenHealthyRevisionCannotBeStored() throws Exception {
        try (TestCluster cluster = new TestCluster();
                ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            Rollout rollout =
                    proxied.start(RolloutOptions.defaults(), deployment(1, podTemplate("nginx:1", "ready", "never")));
            proxied.events.await(RolloutEvent.Waiting.class, event -> true);
            proxied.proxy.forbid(1, ProxiedConnection.isRequestFor("PUT", "configmaps/deploy-workload-web"));
            cluster.makePodsReady();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(proxied.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .filteredOn(message -> message.startsWith(
                            "The workload is healthy, but its revision could not be stored for a later rollback: "))
                    .hasSize(1);
        }
    }

    @Test
    void warnsWhenHistoryCannotBeUpdated() {
        try (TestCluster cluster = new TestCluster(SharedControlPlane.get().tokenFor("deployer"))) {
            cluster.grant(
                    TestCluster.rule("", "configmaps", "get", "create"),
                    TestCluster.rule("apps", "deployments", "get", "list", "watch", "create", "patch"));
            RolloutResult result = cluster.run(deployment(1, podTemplate("nginx:1")));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(cluster.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .filteredOn(
                            message -> message.startsWith("The revision history of this workload cannot be stored: "))
                    .singleElement()
                    .asString()
                    .contains("configmaps");
        }
    }

    @Test
    void dividesLargeRevisionIntoPieces() {
        try (TestCluster cluster = new TestCluster()) {
            byte[] randomBytes = new byte[600_000];
            new Random(1).nextBytes(randomBytes);
            String large = java.util.Base64.getEncoder().encodeToString(randomBytes);
            RolloutResult result = cluster.run(
                    edit(configMap("settings"), configMap -> configMap.setData(Map.of("key", large))),
                    edit(configMap("more"), configMap -> configMap.setData(Map.of("key", large.replace('a', 'b')))));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            RevisionHistory.Revision revision = history(cluster).lastHealthy();
            assertThat(revision.pieces()).isEqualTo(2);
            assertThat(configMapNamed(cluster, "deploy-workload-web." + revision.id() + ".1")
                            .getMetadata()
                            .getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getUid())
                            .isEqualTo(historyConfigMap(cluster).getMetadata().getUid()));
            assertThat(StoredRevisions.healthyObjects(cluster).toString()).contains(large);
            assertThat(cluster.events.all(RolloutEvent.Warning.class)).isEmpty();
        }
    }

    @Test
    void warnsWhenObjectsAreTooLarge() {
        try (TestCluster cluster = new TestCluster()) {
            Random random = new Random(1);
            HasMetadata[] objects = IntStream.range(0, 16)
                    .mapToObj(i -> edit(
                            configMap("large-" + i),
                            configMap -> configMap.setData(Map.of("key", incompressible(random, 780_000)))))
                    .toArray(HasMetadata[]::new);
            RolloutResult result = cluster.run(objects);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(cluster.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .containsExactly(
                            "The objects of this revision could not be stored, so no deploy can roll back to it: The objects"
                                    + " are too large: they may have 16 MiB as JSON and 10 MiB compressed.");
            assertThat(history(cluster).latestIsHealthy()).isTrue();
            assertThat(history(cluster).lastHealthy().pieces()).isZero();
        }
    }

    private static String incompressible(Random random, int bytes) {
        byte[] data = new byte[bytes];
        random.nextBytes(data);
        return Base64.getEncoder().encodeToString(data);
    }

    @Test
    void deploysWithoutHistoryPermissionAndWarns() throws InterruptedException {
        try (TestCluster cluster = new TestCluster(SharedControlPlane.get().tokenFor("deployer"))) {
            cluster.grant(TestCluster.rule("apps", "deployments", "get", "list", "watch", "create", "patch"));
            Rollout rollout = cluster.start(
                    RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                    deployment(1, podTemplate("nginx:1", "ready", "never")));
            for (String warning : List.of(
                    "The revision history of this workload cannot be stored: ",
                    "Limited diagnostics: no permission to watch pods",
                    "Limited diagnostics: no permission to watch events")) {
                cluster.events.await(
                        RolloutEvent.Warning.class, event -> event.message().startsWith(warning));
            }
            cluster.makePodsReady();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            RolloutResult failed = cluster.run(
                    RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                    edit(
                            deployment(1, podTemplate("missing:1")),
                            object -> object.getSpec().setProgressDeadlineSeconds(1)));
            assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(failed.message()).contains("configmaps");
        }
    }
}
