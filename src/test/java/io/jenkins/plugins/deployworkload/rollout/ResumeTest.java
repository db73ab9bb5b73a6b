package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.revision.StoredRevisions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts that another process resumes from a checkpoint. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ResumeTest {

    private static final Predicate<RecordingProxy.Request> HISTORY =
            request -> request.path().endsWith("/configmaps/deploy-workload-web");

    private static final RolloutOptions REMOVE =
            RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.REMOVE);

    private final TestCluster cluster = new TestCluster();
    private final ScheduledThreadPoolExecutor otherScheduler = new ScheduledThreadPoolExecutor(1);
    private final ConnectionPool otherConnections = new ConnectionPool(otherScheduler);
    private final EventRecorder otherEvents = new EventRecorder();

    @AfterEach
    void close() {
        cluster.close();
        otherScheduler.shutdownNow();
    }

    /** Resumes from the serialized checkpoint, as another process would. */
    private Rollout resume(RolloutCheckpoint checkpoint) {
        try (Connection other =
                otherConnections.open(cluster.config(SharedControlPlane.get().adminToken()))) {
            return new RolloutEngine(otherScheduler, TestCluster.KEY)
                    .resume(other, RolloutCheckpoint.fromJson(checkpoint.toJson()), otherEvents);
        }
    }

    private Rollout resume(RolloutCheckpoint checkpoint, List<HasMetadata> objects) {
        try (Connection other =
                otherConnections.open(cluster.config(SharedControlPlane.get().adminToken()))) {
            return new RolloutEngine(otherScheduler, TestCluster.KEY)
                    .resume(other, RolloutCheckpoint.fromJson(checkpoint.toJson()), objects, otherEvents);
        }
    }

    private RolloutCheckpoint stopAndTakeCheckpoint(Rollout rollout) throws InterruptedException {
        RolloutCheckpoint checkpoint =
                cluster.events.await(RolloutEvent.Waiting.class, event -> true).checkpoint();
        rollout.stop("restart");
        assertThat(await(rollout).outcome()).isEqualTo(Outcome.ABORTED);
        return checkpoint;
    }

    /**
     * Stops a deploy after its first apply, while the request for another object is on its way.
     *
     * @param resource the resource of that object, such as {@code jobs}
     */
    private RolloutCheckpoint stopWhileApplying(List<HasMetadata> objects, String resource) throws Exception {
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            CountDownLatch released = proxied.hold(
                    request -> request.isApply() && request.resource().equals(resource));
            Rollout rollout = proxied.start(RolloutOptions.defaults(), objects.toArray(HasMetadata[]::new));
            proxied.proxy.awaitHeld();
            proxied.events.await(RolloutEvent.Applied.class, event -> true);
            RolloutCheckpoint checkpoint = rollout.checkpoint();
            rollout.stop("restart");
            released.countDown();
            await(rollout);
            return checkpoint;
        }
    }

    private static RolloutCheckpoint withExpiredDeadline(RolloutCheckpoint checkpoint) {
        return new RolloutCheckpoint(
                checkpoint.version(),
                checkpoint.namespace(),
                checkpoint.workload(),
                checkpoint.allApplied(),
                checkpoint.objects(),
                checkpoint.startedAt(),
                Instant.now().minusSeconds(60),
                checkpoint.options(),
                checkpoint.revision(),
                checkpoint.failed());
    }

    @Test
    void resumesWaiting() throws InterruptedException {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(cluster.start(deployment(2, "missing:1")));
        Rollout resumed = resume(checkpoint);
        otherEvents.await(RolloutEvent.Progress.class, event -> true);
        cluster.scale(0);
        RolloutResult result = await(resumed);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.startedAt()).isEqualTo(checkpoint.startedAt());
        assertThat(result.objects())
                .singleElement()
                .matches(object -> object.kind().equals("Deployment"));
        assertThat(otherConnections.size()).isZero();
    }

    /** The process ends between any two applies. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void appliesRemainingObjectsAfterRestart(int appliedBefore) throws Exception {
        List<HasMetadata> objects =
                List.of(TestObjects.service(80), deployment(1, "nginx:1"), TestCluster.configMap("settings"));
        Rollout rollout;
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            AtomicInteger applies = new AtomicInteger();
            CountDownLatch released =
                    proxied.hold(request -> request.isApply() && applies.getAndIncrement() >= appliedBefore);
            rollout = proxied.start(RolloutOptions.defaults(), objects.toArray(HasMetadata[]::new));
            proxied.proxy.awaitHeld();
            for (int i = 0; i < appliedBefore; i++) {
                int count = i;
                proxied.events.await(
                        RolloutEvent.Applied.class,
                        event -> proxied.events.all(RolloutEvent.Applied.class).size() > count);
            }
            RolloutCheckpoint checkpoint = rollout.checkpoint();
            assertThat(checkpoint.allApplied()).isFalse();
            rollout.stop("restart");
            released.countDown();
            await(rollout);
            RolloutResult result = await(resume(checkpoint, objects));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(result.objects())
                    .extracting(AppliedObject::kind)
                    .containsExactlyInAnyOrder("Service", "Deployment", "ConfigMap");
        }
        assertThat(StoredRevisions.history(cluster).latestIsHealthy()).isTrue();
    }

    /**
     * The process ends after the API server has created the objects, and before the process has received an answer. The
     * resumed rollout knows from its checkpoint that it has created them.
     */
    @Test
    void removesObjectsThatWereCreatedBeforeRestart() throws InterruptedException {
        List<HasMetadata> objects = List.of(
                TestObjects.service(80),
                TestObjects.deployment(1, TestObjects.podTemplate("nginx:1", "ready", "never")));
        Rollout rollout = cluster.start(REMOVE, TestCluster.UNTIL_EXPIRED, objects.toArray(HasMetadata[]::new));
        RolloutCheckpoint checkpoint =
                cluster.events.await(RolloutEvent.Applying.class, event -> true).checkpoint();
        assertThat(checkpoint.objects()).isEmpty();
        assertThat(checkpoint.absent()).containsExactlyInAnyOrder("Service web", "Deployment web");
        stopAndTakeCheckpoint(rollout);
        try (TestCluster otherProcess = new TestCluster(cluster)) {
            Rollout resumed = otherProcess.engine.resume(
                    otherProcess.connection,
                    RolloutCheckpoint.fromJson(checkpoint.toJson()),
                    objects,
                    otherProcess.events);
            otherProcess.events.await(RolloutEvent.Waiting.class, event -> true);
            otherProcess.expireTimeouts();
            RolloutResult result = await(resumed);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
            assertThat(result.recovery()).as(result.message()).isEqualTo(RolloutResult.RecoveryOutcome.REMOVED);
            assertThat(result.message()).contains("Service web", "Deployment web");
            assertThat(cluster.liveDeployment()).isNull();
        }
    }

    /** The process ends while it deletes the objects that it has created. */
    @Test
    void resumesRemoval() throws InterruptedException {
        Rollout rollout = cluster.start(
                REMOVE,
                TestObjects.service(80),
                TestObjects.deployment(1, TestObjects.podTemplate("nginx:1", "failure", "image-invalid")));
        RolloutCheckpoint checkpoint = cluster.events
                .await(RolloutEvent.RollingBack.class, event -> true)
                .checkpoint();
        RolloutResult first = await(rollout);
        assertThat(first.recovery()).as(first.message()).isEqualTo(RolloutResult.RecoveryOutcome.REMOVED);
        RolloutResult result = await(resume(checkpoint));
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).isEqualTo(first.message());
        assertThat(result.recovery()).isEqualTo(RolloutResult.RecoveryOutcome.REMOVED);
    }

    /** The process ends between two applies, and the API server is unavailable for some time after the restart. */
    @Test
    void retriesUnavailableHistoryAfterRestart() throws Exception {
        List<HasMetadata> objects = List.of(TestCluster.configMap("settings"), deployment(1, "nginx:1"));
        RolloutCheckpoint checkpoint = stopWhileApplying(objects, "deployments");
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.proxy.fail(HISTORY);
            Rollout rollout = proxied.resume(checkpoint, objects);
            proxied.events.await(
                    RolloutEvent.Warning.class, event -> event.message().contains("503"));
            proxied.proxy.fail(request -> false);
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    /** The process ends after the API server has created the Job, and before the process has received the answer. */
    @Test
    void doesNotRunJobAgainAfterRestart() throws Exception {
        List<HasMetadata> objects = List.of(
                TestCluster.configMap("settings"),
                TestObjects.job(TestObjects.podTemplate("migrate:1", "run-for", "2s")));
        RolloutCheckpoint checkpoint = stopWhileApplying(objects, "jobs");
        String uid = cluster.admin()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get()
                .getMetadata()
                .getUid();
        RolloutResult result = await(resume(checkpoint, objects));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects()).extracting(AppliedObject::uid).contains(uid);
    }

    @Test
    void newerDeploySupersedesResumedApply() throws Exception {
        List<HasMetadata> objects = List.of(TestObjects.service(80), deployment(1, "nginx:1"));
        RolloutCheckpoint checkpoint = stopWhileApplying(objects, "deployments");
        assertThat(cluster.run(TestObjects.service(81), deployment(1, "nginx:2"))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        assertThat(await(resume(checkpoint, objects)).outcome()).isEqualTo(Outcome.SUPERSEDED);
    }

    /** Another version of the client can have another model of the same object, so its hash proves nothing. */
    @Test
    void resumesWaitingAfterUpgradeOfClient() throws InterruptedException {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(cluster.start(deployment(2, "missing:1")));
        Rollout resumed = resume(withHash(checkpoint, "hash of another client", "1.2.3"));
        otherEvents.await(RolloutEvent.Progress.class, event -> true);
        cluster.scale(0);
        RolloutResult result = await(resumed);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    /** An autoscaler can scale the object while the client is upgraded. */
    @Test
    void recognizesScalingDuringUpgradeOfClientByEqualHash() throws InterruptedException {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(cluster.start(deployment(2, "missing:1")));
        cluster.scale(0);
        RolloutResult result = await(
                resume(withHash(checkpoint, checkpoint.objects().getFirst().specHash(), "1.2.3")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void changeDuringUpgradeOfClientSupersedes() throws InterruptedException {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(cluster.start(deployment(2, "missing:1")));
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"minReadySeconds\":1}}");
        RolloutResult result = await(resume(withHash(checkpoint, "hash of another client", "1.2.3")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUPERSEDED);
    }

    private static RolloutCheckpoint withHash(RolloutCheckpoint checkpoint, String hash, String clientVersion) {
        RolloutCheckpoint.ObjectCheckpoint object = checkpoint.objects().getFirst();
        return new RolloutCheckpoint(
                checkpoint.version(),
                checkpoint.namespace(),
                checkpoint.workload(),
                checkpoint.allApplied(),
                List.of(new RolloutCheckpoint.ObjectCheckpoint(
                        object.object(), hash, clientVersion, object.staleFailure())),
                checkpoint.startedAt(),
                checkpoint.deadline(),
                checkpoint.options(),
                checkpoint.revision(),
                checkpoint.failed());
    }

    @Test
    void diagnosesAfterRestart() throws InterruptedException {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(cluster.start(deployment(2, "missing:1")));
        try (Connection other =
                otherConnections.open(cluster.config(SharedControlPlane.get().adminToken()))) {
            RolloutResult result = await(new RolloutEngine(otherScheduler, TestCluster.KEY, new GracePeriods(0.001))
                    .resume(other, RolloutCheckpoint.fromJson(checkpoint.toJson()), otherEvents));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.findings()).extracting("signal").contains("ImagePull");
        }
    }

    /** The log of the simulated container contains the value of the Secret. */
    @Test
    void masksValuesOfSecretsInLogsAfterRestart() throws InterruptedException {
        HasMetadata secret = new SecretBuilder()
                .withNewMetadata()
                .withName("db")
                .addToLabels(RolloutRequest.NAME_LABEL, "web")
                .endMetadata()
                .addToData(
                        "password",
                        Base64.getEncoder().encodeToString("Connection refused".getBytes(StandardCharsets.UTF_8)))
                .build();
        HasMetadata deployment = TestObjects.deployment(1, TestObjects.podTemplate("nginx:1", "failure", "crash"));
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(cluster.start(secret, deployment));
        assertThat(checkpoint.allApplied()).isTrue();

        Rollout resumed = resume(checkpoint, List.of(secret, deployment));

        Finding finding = otherEvents
                .await(
                        RolloutEvent.Found.class,
                        event -> event.finding().signal().equals("CrashLoop"))
                .finding();
        resumed.stop("seen");
        await(resumed);
        assertThat(finding.log())
                .contains("Exception in thread \"main\" java.net.ConnectException: ***")
                .noneMatch(line -> line.contains("refused"));
    }

    @Test
    void marksRevisionHealthyAfterRestart() throws InterruptedException {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(
                cluster.start(TestObjects.deployment(1, TestObjects.podTemplate("nginx:1", "ready", "never"))));
        cluster.makePodsReady();
        assertThat(await(resume(checkpoint)).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(StoredRevisions.history(cluster).latestIsHealthy()).isTrue();
    }

    @Test
    void reportsSuccessReachedBeforeExpiredTimeout() {
        Rollout rollout = cluster.start(deployment(2, "nginx:1"));
        await(rollout);
        assertThat(await(resume(withExpiredDeadline(rollout.checkpoint()))).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void reportsTimeoutThatExpiredDuringRestart() throws InterruptedException {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(cluster.start(deployment(2, "missing:1")));
        RolloutResult result = await(resume(withExpiredDeadline(checkpoint)));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("Deployment web: ");
    }

    @Test
    void detectsDeletionAndReplacementDuringRestart() throws InterruptedException {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(cluster.start(deployment(2, "missing:1")));
        cluster.admin().resource(cluster.liveDeployment()).delete();
        RolloutResult deleted = await(resume(checkpoint));
        assertThat(deleted.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(deleted.message()).contains("deleted");
        assertThat(cluster.run(deployment(2, "nginx:1")).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(await(resume(checkpoint)).outcome()).isEqualTo(Outcome.SUPERSEDED);
    }

    @Test
    void readsHistoryAgainWhenHealthy() throws Exception {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(cluster.start(deployment(2, "missing:1")));
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.proxy.fail(HISTORY);
            Rollout resumed = proxied.resume(checkpoint);
            proxied.events.await(RolloutEvent.Progress.class, event -> true);
            proxied.proxy.fail(request -> false);
            cluster.scale(0);
            RolloutResult result = await(resumed);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
        assertThat(StoredRevisions.history(cluster).latestIsHealthy()).isTrue();
    }

    @Test
    void warnsWhenHistoryStaysUnreadable() throws Exception {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(
                cluster.start(RolloutOptions.defaults().withPrune(true), deployment(2, "missing:1")));
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.proxy.fail(HISTORY);
            Rollout resumed = proxied.resume(checkpoint);
            proxied.events.await(RolloutEvent.Progress.class, event -> true);
            cluster.scale(0);
            RolloutResult result = await(resumed);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(proxied.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .anySatisfy(message -> assertThat(message)
                            .startsWith("The workload is healthy, but its revision could not be stored"))
                    .anySatisfy(message -> assertThat(message).contains("Nothing was pruned"));
        }
    }

    @Test
    void rollsNothingBackWhenHistoryIsUnreadable() throws Exception {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(cluster.start(
                RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.REMOVE), deployment(2, "missing:1")));
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.proxy.fail(HISTORY);
            RolloutResult result = await(proxied.resume(withExpiredDeadline(checkpoint)));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
            assertThat(result.recovery()).isEqualTo(RolloutResult.RecoveryOutcome.FAILED);
            assertThat(result.message())
                    .contains("Not rolled back, because the revision history of this workload could not be read");
        }
        assertThat(cluster.liveDeployment()).isNotNull();
    }

    /**
     * The deploy must not remove its objects: without the revision history, it does not know whether an earlier
     * revision exists.
     */
    @Test
    void rollsNothingBackWhenHistoryIsDeleted() throws Exception {
        RolloutCheckpoint checkpoint = stopAndTakeCheckpoint(cluster.start(
                RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.REMOVE), deployment(2, "missing:1")));
        cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("deploy-workload-web")
                .delete();
        RolloutResult result = await(resume(withExpiredDeadline(checkpoint)));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.recovery()).isEqualTo(RolloutResult.RecoveryOutcome.FAILED);
        assertThat(result.message()).contains("Not rolled back: the revision history of this workload was deleted");
        assertThat(cluster.liveDeployment()).isNotNull();
    }

    @Test
    void reportsServiceHealthAfterRestart() {
        Service service = TestObjects.edit(
                TestObjects.service(80),
                object -> object.getSpec().getPorts().getFirst().setTargetPort(new IntOrString("http")));
        Rollout rollout = cluster.start(service, deployment(2, "nginx:1"));
        assertThat(await(rollout).message()).contains("Service web: port 80 has no endpoints");
        assertThat(await(resume(rollout.checkpoint())).message()).contains("Service web: port 80 has no endpoints");
    }

    @Test
    void cannotResumeWhenNotEverythingWasApplied() {
        RolloutCheckpoint checkpoint = cluster.start(deployment(1, "nginx:1")).checkpoint();
        RolloutCheckpoint interrupted = new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                checkpoint.namespace(),
                checkpoint.workload(),
                false,
                checkpoint.objects(),
                checkpoint.startedAt(),
                checkpoint.deadline(),
                checkpoint.options(),
                checkpoint.revision(),
                checkpoint.failed());
        assertThat(await(resume(interrupted)).outcome()).isEqualTo(Outcome.FAILED);
    }
}
