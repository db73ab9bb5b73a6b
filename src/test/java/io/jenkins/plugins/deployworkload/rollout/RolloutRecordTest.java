package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static io.jenkins.plugins.deployworkload.rollout.Objects.service;
import static io.jenkins.plugins.deployworkload.rollout.Objects.with;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Route;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("control-plane")
@Timeout(300)
class RolloutRecordTest {

    private static ConfigMap map(TestCluster cluster, String name) {
        return cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName(name)
                .get();
    }

    private static ConfigMap record(TestCluster cluster) {
        return map(cluster, "deploy-workload-web");
    }

    private static WorkloadRecord content(TestCluster cluster) {
        return new RecordStore(cluster.connection, cluster.namespace, "web")
                .read()
                .join()
                .record();
    }

    @Test
    void holdsWhatWasDeployedAndWhatRan() {
        try (TestCluster cluster = new TestCluster()) {
            cluster.run(deployment(1, pod("nginx:1")));
            assertThat(record(cluster).getMetadata().getLabels()).containsEntry(Rollout.NAME_LABEL, "web");
            WorkloadRecord first = content(cluster);
            assertThat(first.isGood()).isTrue();
            assertThat(first.lastGood().objects()).hasSize(1);
            assertThat(first.lastGood().objects().getFirst().toString()).contains("nginx:1");
            cluster.run(deployment(1, pod("nginx:1", "failure", "image-invalid")));
            WorkloadRecord second = content(cluster);
            assertThat(second.isGood()).isFalse();
            assertThat(second.lastGood().id()).isEqualTo(first.intent().id());
            assertThat(second.lastGood().objects()).isEqualTo(first.intent().objects());
            assertThat(second.intent().objects().toString()).contains("image-invalid");
        }
    }

    @Test
    void nothingIsWrittenWhereNothingChanges() {
        try (TestCluster cluster = new TestCluster()) {
            cluster.run(configMap("settings"), deployment(1, pod("nginx:1")));
            String version = record(cluster).getMetadata().getResourceVersion();
            assertThat(cluster.run(configMap("settings"), deployment(1, pod("nginx:1")))
                            .outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
            assertThat(record(cluster).getMetadata().getResourceVersion()).isEqualTo(version);
        }
    }

    @RepeatedTest(10)
    void ofTwoAtTheSameMomentOneWinsAndNothingIsMixed() {
        try (TestCluster one = new TestCluster();
                TestCluster two = new TestCluster(one)) {
            assertThat(one.run(configMap("settings"), deployment(1, pod("nginx:0")))
                            .outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
            List<Rollout> rollouts = List.of(
                    one.start(
                            with(configMap("settings"), map -> map.setData(Map.of("key", "one"))),
                            deployment(1, pod("nginx:one"))),
                    two.start(
                            with(configMap("settings"), map -> map.setData(Map.of("key", "two"))),
                            deployment(1, pod("nginx:two"))));
            Map<Outcome, Long> outcomes = rollouts.stream()
                    .map(TestCluster::await)
                    .collect(Collectors.groupingBy(RolloutResult::outcome, Collectors.counting()));
            // Where one was so fast that the other began after its end, both are right.
            assertThat(outcomes)
                    .isIn(Map.of(Outcome.SUCCEEDED, 1L, Outcome.SUPERSEDED, 1L), Map.of(Outcome.SUCCEEDED, 2L));
            String image = one.live()
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .getImage();
            assertThat("nginx:" + map(one, "settings").getData().get("key")).isEqualTo(image);
            assertThat(content(one).lastGood().objects().toString()).contains(image);
        }
    }

    @RepeatedTest(20)
    void ofTwoFirstDeploysAtTheSameMomentOneWinsAndNothingIsMixed() {
        try (TestCluster one = new TestCluster();
                TestCluster two = new TestCluster(one)) {
            List<Rollout> rollouts = List.of(one.start(three("one")), two.start(three("two")));
            CompletableFuture.anyOf(
                            rollouts.getFirst().result(), rollouts.getLast().result())
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join();
            one.letBeReady();
            Map<Outcome, Long> outcomes = rollouts.stream()
                    .map(TestCluster::await)
                    .collect(Collectors.groupingBy(RolloutResult::outcome, Collectors.counting()));
            assertThat(outcomes).isEqualTo(Map.of(Outcome.SUCCEEDED, 1L, Outcome.SUPERSEDED, 1L));
            assertAllFromOne(one);
        }
    }

    /** Their pods are ready only when a test lets them be, so that no deploy ends before the other has begun. */
    private static HasMetadata[] three(String version) {
        return new HasMetadata[] {
            with(configMap("settings"), map -> map.setData(Map.of("key", version))),
            with(service(80), service -> service.getMetadata().getLabels().put("version", version)),
            deployment(1, pod("nginx:" + version, "ready", "never"))
        };
    }

    private static void assertAllFromOne(TestCluster cluster) {
        String image = cluster.live()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
        Service service = cluster.admin()
                .services()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
        assertThat("nginx:" + map(cluster, "settings").getData().get("key")).isEqualTo(image);
        assertThat("nginx:" + service.getMetadata().getLabels().get("version")).isEqualTo(image);
        assertThat(content(cluster).lastGood().objects().toString()).contains(image);
    }

    @Test
    void whatTheNewerHasMadeIsNotWrittenOverByTheOlder() throws Exception {
        try (TestCluster newer = new TestCluster()) {
            ConnectionConfig config = newer.config(SharedControlPlane.get().adminToken());
            try (CountingProxy proxy = new CountingProxy(config.server(), config.caCertificate());
                    Connection slow = newer.connections.open(new ConnectionConfig(
                            proxy.address(), null, config.credential(), newer.namespace, new Route.Direct()))) {
                CountDownLatch goOn = proxy.hold(request -> request.method().equals("PATCH"));
                Rollout older = newer.engine.start(
                        slow,
                        new RolloutRequest(newer.namespace, "web", List.of(three("older")), TestCluster.PLENTY),
                        event -> {});
                // The older has the workload, and its objects are on their way.
                proxy.awaitHeld();
                newer.letBeReady();
                assertThat(newer.run(three("newer")).outcome()).isEqualTo(Outcome.SUCCEEDED);
                goOn.countDown();
                RolloutResult result = await(older);
                assertThat(result.outcome()).isEqualTo(Outcome.SUPERSEDED);
                assertThat(result.message()).containsOnlyOnce("Another deploy of this workload has begun");
            }
            assertAllFromOne(newer);
            assertThat(map(newer, "settings").getData()).containsEntry("key", "newer");
        }
    }

    @Test
    void newerDeployEndsTheOlderWait() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            Rollout older = cluster.start(deployment(1, pod("nginx:1", "ready", "never")));
            cluster.events.await(RolloutEvent.Watching.class, event -> true);
            RolloutResult newer = cluster.run(deployment(1, pod("nginx:2")));
            assertThat(newer.outcome()).as(newer.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(await(older).outcome()).isEqualTo(Outcome.SUPERSEDED);
        }
    }

    @Test
    void olderIsNoSuccessThoughTheNewerChangesNothingThatIsWaitedFor() throws InterruptedException {
        try (TestCluster cluster = new TestCluster();
                TestCluster another = new TestCluster(cluster)) {
            HasMetadata[] objects = three("older");
            Rollout older = cluster.start(objects);
            cluster.events.await(RolloutEvent.Watching.class, event -> true);
            objects[0] = with(configMap("settings"), map -> map.setData(Map.of("key", "newer")));
            Rollout newer = another.start(objects);
            another.events.await(RolloutEvent.Watching.class, event -> true);
            cluster.letBeReady();
            assertThat(await(newer).outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(await(older).outcome()).isEqualTo(Outcome.SUPERSEDED);
        }
    }

    /** It waits for pods that there may not be, and has changed nothing, so that there is nothing to note of it. */
    @Test
    void olderThatChangedNothingIsNoSuccessWhereANewerHasBegun() throws InterruptedException {
        try (TestCluster cluster = new TestCluster(new Graces(1000))) {
            cluster.run(configMap("settings"), deployment(1, pod("nginx:1")));
            cluster.create(new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withName("small")
                    .endMetadata()
                    .withNewSpec()
                    .addToHard("pods", new Quantity("0"))
                    .endSpec()
                    .build());
            cluster.inForce().podsRefused("exceeded quota");
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
            Rollout older = cluster.start(configMap("settings"), deployment(1, pod("nginx:1")));
            cluster.events.await(
                    RolloutEvent.Progress.class, event -> event.message().contains("0 available"));
            EventRecorder events = new EventRecorder();
            Rollout newer = cluster.engine.start(
                    cluster.connection,
                    new RolloutRequest(
                            cluster.namespace,
                            "web",
                            List.of(
                                    with(configMap("settings"), map -> map.setData(Map.of("key", "newer"))),
                                    deployment(1, pod("nginx:1"))),
                            TestCluster.PLENTY),
                    events);
            events.await(RolloutEvent.Watching.class, event -> true);
            cluster.scale(0);
            RolloutResult result = await(newer);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(await(older).outcome()).isEqualTo(Outcome.SUPERSEDED);
        }
    }

    @Test
    void thatTheRecordWasDeletedIsNoOtherDeploy() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            Rollout rollout = cluster.start(deployment(1, pod("nginx:1", "ready", "never")));
            cluster.events.await(RolloutEvent.Watching.class, event -> true);
            cluster.admin().resource(record(cluster)).delete();
            cluster.admin().resource(cluster.live()).delete();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message()).contains("deleted");
        }
    }

    @Test
    void recordThatWasDeletedInMidRolloutIsWrittenAnew() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            Rollout rollout = cluster.start(TestCluster.deployment(2, "missing:1"));
            cluster.events.await(RolloutEvent.Watching.class, event -> true);
            cluster.admin().resource(record(cluster)).delete();
            cluster.scale(0);
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(content(cluster).isGood()).isTrue();
            assertThat(cluster.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .noneMatch(text -> text.contains("could not be noted"));
        }
    }

    /** Nobody knows the objects any more. */
    @Test
    void recordThatWasDeletedBeforeARestartIsSaidNotToHoldThatItRuns() throws InterruptedException {
        try (TestCluster cluster = new TestCluster();
                TestCluster other = new TestCluster(cluster)) {
            Rollout rollout = cluster.start(
                    RolloutOptions.defaults().withPrune(true), deployment(1, pod("nginx:1", "ready", "never")));
            RolloutMemory memory = cluster.events
                    .await(RolloutEvent.Watching.class, event -> true)
                    .memory();
            rollout.stop("restart");
            await(rollout);
            cluster.admin().resource(record(cluster)).delete();
            cluster.letBeReady();
            RolloutResult result =
                    await(other.engine.resume(other.connection, RolloutMemory.fromJson(memory.toJson()), other.events));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(other.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .containsExactly(
                            "It runs, but this could not be noted for a later rollback: What was kept of this workload is"
                                    + " not there any more.",
                            "What is no longer described could not be found out either, so nothing of it was deleted.");
        }
    }

    @Test
    void stopWhileApplyingSaysWhatWasApplied() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            ConnectionConfig config = cluster.config(SharedControlPlane.get().adminToken());
            try (CountingProxy proxy = new CountingProxy(config.server(), config.caCertificate());
                    Connection slow = cluster.connections.open(new ConnectionConfig(
                            proxy.address(), null, config.credential(), cluster.namespace, new Route.Direct()))) {
                CountDownLatch goOn = proxy.hold(request -> request.method().equals("PATCH"));
                Rollout rollout = cluster.engine.start(
                        slow,
                        new RolloutRequest(cluster.namespace, "web", List.of(three("one")), TestCluster.PLENTY),
                        event -> {});
                proxy.awaitHeld();
                rollout.stop("enough");
                goOn.countDown();
                RolloutResult result = await(rollout);
                assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.ABORTED);
                assertThat(result.message()).contains("only ").contains("ConfigMap settings");
                assertThat(result.objects()).extracting(RolledObject::kind).doesNotContain("Deployment");
                assertThat(cluster.live()).isNull();
            }
        }
    }

    /** What it has applied by then is said, and not undone. */
    @Test
    void stopWhileAnObjectIsBeingRefusedIsAStop() throws Exception {
        try (TestCluster cluster = new TestCluster();
                Detour detour = new Detour(cluster)) {
            cluster.run(configMap("settings"), deployment(1, pod("nginx:1")));
            CountDownLatch goOn = detour.hold(request -> request.method().equals("PATCH"));
            Rollout rollout = detour.start(
                    RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                    with(configMap("settings"), map -> map.setData(Map.of("key", "other"))),
                    service(70_000),
                    deployment(1, pod("nginx:2")));
            detour.proxy.awaitHeld();
            rollout.stop("enough");
            goOn.countDown();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.ABORTED);
            assertThat(result.message()).contains("Stopped (enough)").contains("Service web was refused");
            assertThat(detour.events.all(RolloutEvent.RollingBack.class)).isEmpty();
            assertThat(map(cluster, "settings").getData()).containsEntry("key", "other");
        }
    }

    @Test
    void whatRunsAndMayNotBeNotedIsSaid() {
        try (TestCluster cluster = new TestCluster(SharedControlPlane.get().tokenFor("deployer"))) {
            cluster.may(
                    TestCluster.rule("", "configmaps", "get", "create"),
                    TestCluster.rule("apps", "deployments", "get", "list", "watch", "create", "patch"));
            RolloutResult result = cluster.run(deployment(1, pod("nginx:1")));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(cluster.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .filteredOn(text -> text.startsWith("It runs, but this could not be noted for a later rollback: "))
                    .singleElement()
                    .asString()
                    .contains("configmaps");
        }
    }

    @Test
    void whatIsLargeIsPackedAndWhatIsTooLargeIsNotKept() {
        try (TestCluster cluster = new TestCluster()) {
            String wide = "가나다".repeat(30_000);
            cluster.run(with(configMap("settings"), map -> map.setData(Map.of("key", wide))));
            assertThat(record(cluster).getBinaryData()).containsOnlyKeys("record.json.gz");
            assertThat(content(cluster).isGood()).isTrue();
            byte[] noise = new byte[700_000];
            new Random(1).nextBytes(noise);
            RolloutResult result = cluster.run(
                    with(
                            configMap("settings"),
                            map -> map.setData(
                                    Map.of("key", java.util.Base64.getEncoder().encodeToString(noise)))),
                    with(
                            configMap("more"),
                            map -> map.setData(Map.of(
                                    "key",
                                    java.util.Base64.getEncoder()
                                            .encodeToString(noise)
                                            .replace('a', 'b')))));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(cluster.events.all(RolloutEvent.Warning.class))
                    .anySatisfy(warning -> assertThat(warning.message()).contains("too large"));
        }
    }

    @Test
    void withoutPermissionItGoesOnAndSaysWhatIsMissing() throws InterruptedException {
        try (TestCluster cluster = new TestCluster(SharedControlPlane.get().tokenFor("deployer"))) {
            cluster.may(TestCluster.rule("apps", "deployments", "get", "list", "watch", "create", "patch"));
            Rollout rollout = cluster.start(
                    RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                    deployment(1, pod("nginx:1", "ready", "never")));
            for (String warning : List.of(
                    "No record of this workload can be kept: ",
                    "Without permission to see pods",
                    "Without permission to see events")) {
                cluster.events.await(
                        RolloutEvent.Warning.class, event -> event.message().startsWith(warning));
            }
            cluster.letBeReady();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            RolloutResult failed = cluster.run(
                    RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                    with(
                            deployment(1, pod("missing:1")),
                            object -> object.getSpec().setProgressDeadlineSeconds(1)));
            assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(failed.message()).contains("configmaps");
        }
    }
}
