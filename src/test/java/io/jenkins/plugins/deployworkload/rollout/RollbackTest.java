package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.ProxiedConnection.isRequestFor;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollbacks of failed deploys, including rollbacks that are aborted, superseded or interrupted. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RollbackTest {

    /** A crash loop ends the deploy at once, because these tests are about the rollback. */
    private static final RolloutOptions ROLLBACK = RolloutOptions.defaults()
            .withOnFailure(OnFailure.ROLLBACK)
            .withPatience(Map.of("CrashLoop", Duration.ZERO));

    private static final RolloutOptions REMOVE = RolloutOptions.defaults().withOnFailure(OnFailure.REMOVE);

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static ConfigMap settings() {
        ConfigMap configMap = new ConfigMapBuilder().withMetadata(metadata()).build();
        configMap.getMetadata().setName("settings");
        return configMap;
    }

    private Integer port() {
        return cluster.admin()
                .services()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get()
                .getSpec()
                .getPorts()
                .getFirst()
                .getPort();
    }

    private boolean settingsExist() {
        return cluster.admin()
                        .configMaps()
                        .inNamespace(cluster.namespace)
                        .withName("settings")
                        .get()
                != null;
    }

    @Test
    void rollsBackToLastHealthyRevision() {
        cluster.run(ROLLBACK, service(80), deployment(2, podTemplate("nginx:1")));
        RolloutResult result = cluster.run(
                ROLLBACK, settings(), service(81), deployment(3, podTemplate("nginx:2", "failure", "image-invalid")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(result.message())
                .contains("The image name is invalid.")
                .endsWith(
                        "Rolled back to the last healthy revision: Deployment web: 2 of 2 replicas updated and available."
                                + " Runs now: nginx:1.");
        assertThat(result.restored()).isEqualTo(new RolloutResult.Restored(List.of("nginx:1"), null));
        assertThat(result.findings()).isNotEmpty();
        assertThat(cluster.liveImage()).isEqualTo("nginx:1");
        assertThat(port()).isEqualTo(80);
        assertThat(settingsExist()).as("created by the failed deploy only").isFalse();
        assertThat(cluster.liveDeployment().getMetadata().getManagedFields())
                .filteredOn(entry -> entry.getOperation().equals("Apply"))
                .extracting(ManagedFieldsEntry::getManager)
                .containsExactly("deploy-workload");
        assertThat(cluster.events.all(RolloutEvent.RollingBack.class)).hasSize(1);
        assertThat(cluster.events.all(RolloutEvent.Ended.class)).hasSize(2);
        // The healthy revision is active again, so deploying it changes nothing.
        RolloutResult redeployed = cluster.run(ROLLBACK, service(80), deployment(2, podTemplate("nginx:1")));
        assertThat(redeployed.objects())
                .extracting(AppliedObject::operation)
                .containsOnly(AppliedObject.Operation.UNCHANGED);
    }

    @Test
    void rollsBackAfterTimeout() throws InterruptedException {
        cluster.run(ROLLBACK, deployment(1, podTemplate("nginx:1")));
        Rollout rollout = cluster.start(
                ROLLBACK, TestCluster.UNTIL_EXPIRED, deployment(1, podTemplate("nginx:2", "ready", "never")));
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().contains("1 old"));
        cluster.expireTimeouts();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(cluster.liveImage()).isEqualTo("nginx:1");
    }

    @Test
    void failedFirstDeployIsKeptOrRemovedAsConfigured() {
        RolloutResult kept = cluster.run(ROLLBACK, deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));
        assertThat(kept.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(kept.recovery()).isEqualTo(RecoveryOutcome.NONE);
        assertThat(kept.message()).contains("Not rolled back: there is no earlier healthy revision");
        assertThat(cluster.liveDeployment()).isNotNull();
        cluster.admin().resource(cluster.liveDeployment()).delete();
        RolloutResult removedDeploy =
                cluster.run(REMOVE, settings(), deployment(1, podTemplate("nginx:3", "failure", "image-invalid")));
        assertThat(removedDeploy.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(removedDeploy.recovery()).as(removedDeploy.message()).isEqualTo(RecoveryOutcome.REMOVED);
        assertThat(settingsExist()).isFalse();
        assertThat(cluster.events.all(RolloutEvent.Deleted.class)).hasSize(2);
    }

    @Test
    void reportsFailedRollback() throws InterruptedException {
        DeploymentStrategy recreate = new DeploymentStrategy();
        recreate.setType("Recreate");
        cluster.run(
                ROLLBACK,
                edit(
                        deployment(1, podTemplate("nginx:1")),
                        object -> object.getSpec().setStrategy(recreate)));
        cluster.admin()
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("small")
                        .withNamespace(cluster.namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("pods", new Quantity("0"))
                        .endSpec()
                        .build())
                .create();
        cluster.propagation().awaitPodsDenied("exceeded quota");
        Rollout rollout = cluster.start(
                ROLLBACK,
                TestCluster.UNTIL_EXPIRED,
                edit(
                        deployment(1, podTemplate("nginx:2")),
                        object -> object.getSpec().setStrategy(recreate)));
        cluster.awaitFinding("PodsRefused");
        cluster.expireTimeouts();
        awaitRollbackApplied();
        cluster.expireTimeouts();
        RolloutResult result = await(rollout);
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(result.message()).contains("The rollback failed: Not healthy within 3600 seconds");
        assertThat(result.findings()).extracting("signal").contains("PodsRefused");
    }

    @Test
    void redeployOfHealthyRevisionIsNotRolledBack() {
        cluster.run(ROLLBACK, deployment(1, podTemplate("nginx:1")));
        cluster.admin().pods().inNamespace(cluster.namespace).delete();
        RolloutResult result = cluster.run(ROLLBACK, deployment(1, podTemplate("nginx:1")));
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OrderedReady", "Parallel"})
    void deletesStuckPodsOfStatefulSet(String management) {
        var healthy = statefulSet(2, podTemplate("nginx:1"))
                .editSpec()
                .withPodManagementPolicy(management)
                .endSpec()
                .build();
        cluster.run(ROLLBACK, healthy);
        RolloutResult result = cluster.run(
                ROLLBACK,
                statefulSet(2, podTemplate("nginx:2", "failure", "crash"))
                        .editSpec()
                        .withPodManagementPolicy(management)
                        .endSpec()
                        .build());
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        // Wait for the images, because kwok 0.8.0 deletes pods by name only. Kwok sometimes deletes the replacement pod
        // of the same name too, and the controller then creates the pod again.
        cluster.awaitImages("nginx:1", "nginx:1");
    }

    private static StatefulSet partitioned(int partition, PodTemplateSpec pod) {
        return statefulSet(2, pod)
                .editSpec()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withPartition(partition)
                .endRollingUpdate()
                .endUpdateStrategy()
                .endSpec()
                .build();
    }

    private Pod livePod(int ordinal) {
        return cluster.admin()
                .pods()
                .inNamespace(cluster.namespace)
                .withName("web-" + ordinal)
                .get();
    }

    private void setReady(int ordinal, String status) {
        Pod pod = livePod(ordinal);
        pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .forEach(condition -> condition.setStatus(status));
        // Without a resourceVersion, the patch does not conflict with other writes.
        pod.getMetadata().setResourceVersion(null);
        cluster.admin().resource(pod).patchStatus();
    }

    /**
     * The rollback must not delete pod web-0: because of the partition, the pod keeps its older revision. The pod is
     * unready only because pod web-1 fails, like a database node without a quorum.
     */
    @Test
    void keepsPodsBelowPartition() throws InterruptedException {
        cluster.run(ROLLBACK, partitioned(0, podTemplate("nginx:0")));
        assertThat(cluster.run(ROLLBACK, partitioned(1, podTemplate("nginx:1"))).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        String uidBelowPartition = livePod(0).getMetadata().getUid();
        Rollout rollout = cluster.start(ROLLBACK, partitioned(1, podTemplate("nginx:2", "failure", "crash")));
        cluster.awaitFinding("Crash");
        setReady(0, "False");
        cluster.events.await(
                RolloutEvent.Deleted.class, event -> event.object().name().equals("web-1"));
        setReady(0, "True");
        RolloutResult result = await(rollout);
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(livePod(0).getMetadata().getUid()).isEqualTo(uidBelowPartition);
        assertThat(cluster.events.all(RolloutEvent.Deleted.class))
                .extracting(event -> event.object().name())
                .containsOnly("web-1");
    }

    @Test
    void reportsStuckPodThatCannotBeDeleted() throws InterruptedException {
        cluster.run(ROLLBACK, statefulSet(1, podTemplate("nginx:1")).build());
        cluster.grant(
                TestCluster.rule("", "configmaps", "get", "create", "update"),
                TestCluster.rule("", "pods", "get", "list", "watch"),
                TestCluster.rule("apps", "statefulsets", "*"));
        String reason =
                "Pod web-0 blocks the update of its StatefulSet, because it never becomes ready. It could not be deleted: ";
        RolloutResult result;
        try (Connection restricted =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
            Rollout rollout = cluster.engine.start(
                    restricted,
                    new RolloutRequest(
                            cluster.namespace,
                            "web",
                            List.of(statefulSet(1, podTemplate("nginx:2", "failure", "crash"))
                                    .build()),
                            TestCluster.UNTIL_EXPIRED,
                            ROLLBACK),
                    cluster.events);
            cluster.events.await(
                    RolloutEvent.Warning.class, event -> event.message().startsWith(reason));
            cluster.expireTimeouts();
            result = await(rollout);
        }
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(result.message()).containsOnlyOnce(reason).contains("cannot delete resource \"pods\"");
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .filteredOn(warning -> warning.message().startsWith(reason))
                .hasSize(1);
        assertThat(cluster.events.all(RolloutEvent.Deleted.class)).isEmpty();
    }

    /** The previous deploy applied the same broken objects, and did not roll back. */
    @Test
    void rollsBackUnchangedBrokenRevision() {
        cluster.run(deployment(1, podTemplate("nginx:1")));
        var broken = deployment(1, podTemplate("nginx:2", "failure", "image-invalid"));
        assertThat(cluster.run(broken).recovery()).isEqualTo(RecoveryOutcome.NONE);
        RolloutResult result = cluster.run(ROLLBACK, broken);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.objects())
                .extracting(AppliedObject::operation)
                .containsOnly(AppliedObject.Operation.UNCHANGED);
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(cluster.liveImage()).isEqualTo("nginx:1");
    }

    /** Another client deletes the history after this deploy has read it and before this deploy writes it. */
    @Test
    void reportsHistoryThatIsDeletedBeforeActivation() throws Exception {
        cluster.run(deployment(1, podTemplate("nginx:1")));
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            CountDownLatch released = proxied.hold(ProxiedConnection.isRequestFor("PUT", "deploy-workload-web"));
            Rollout rollout =
                    proxied.start(ROLLBACK, deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));
            proxied.proxy.awaitHeld();
            cluster.admin()
                    .configMaps()
                    .inNamespace(cluster.namespace)
                    .withName("deploy-workload-web")
                    .delete();
            released.countDown();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message())
                    .contains("Not rolled back, because the revision history of this workload cannot be used: ConfigMap"
                            + " deploy-workload-web or its content was deleted");
        }
    }

    @Test
    void reportsNoRemovalWhenNothingWasCreated() throws Exception {
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            cluster.run(deployment(1, podTemplate("nginx:1", "failure", "image-invalid")));
            proxied.proxy.fail(
                    request -> request.isApply() && request.resource().equals("statefulsets"));
            RolloutResult result = await(proxied.start(
                    REMOVE.withReplace(true),
                    statefulSet(1, podTemplate("nginx:1")).build()));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message())
                    .contains("Deleted and not created again: Deployment web.")
                    .endsWith("There is no earlier healthy revision, and this deploy created no object that could be"
                            + " deleted.");
            assertThat(result.recovery()).isEqualTo(RecoveryOutcome.NONE);
        }
    }

    @Test
    void jobIsNeverRolledBack() {
        cluster.run(ROLLBACK, job(podTemplate("migrate:1")));
        RolloutResult result = cluster.run(ROLLBACK, job(podTemplate("migrate:2", "fail", "true")));
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.NONE);
        assertThat(result.message()).contains("contains only Jobs, which a rollback does not run again");
    }

    @Test
    void rollsBackToRevisionOfAnotherProcess() {
        cluster.run(ROLLBACK, service(80), deployment(1, podTemplate("nginx:1")));
        try (TestCluster other = new TestCluster(cluster)) {
            RolloutResult result =
                    other.run(ROLLBACK, service(81), deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));
            assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
            assertThat(cluster.liveImage()).isEqualTo("nginx:1");
            assertThat(port()).isEqualTo(80);
        }
    }

    /** The StatefulSet replaces the Deployment. A request fails after the Deployment was deleted. */
    @Test
    void failureAfterDeletionOfFormerControllerIsRolledBack() throws Exception {
        cluster.run(deployment(1, podTemplate("nginx:1")));
        AtomicBoolean deleted = new AtomicBoolean();
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.proxy.forbid(1, request -> {
                boolean before = deleted.get();
                deleted.compareAndSet(false, isRequestFor("DELETE", "web").test(request));
                return before && request.path().endsWith("/configmaps/deploy-workload-web");
            });
            RolloutResult result = await(proxied.start(
                    ROLLBACK.withReplace(true),
                    statefulSet(1, podTemplate("nginx:1")).build()));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
            assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        }
        assertThat(cluster.liveDeployment()).isNotNull();
    }

    @Test
    void abortDuringRollbackReportsAppliedObjects() throws InterruptedException {
        RolloutResult result = interruptRollback(rollout -> rollout.stop("enough"));
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(result.message()).contains("enough. The applied objects stay in the cluster: ");
        assertThat(cluster.liveImage()).isEqualTo("nginx:1");
    }

    @Test
    void abortBeforeRollbackChangesNothing() throws Exception {
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            cluster.run(ROLLBACK, deployment(1, podTemplate("nginx:1")));
            AtomicInteger activations = new AtomicInteger();
            CountDownLatch released =
                    proxied.hold(request -> ProxiedConnection.isRequestFor("PUT", "configmaps/deploy-workload-web")
                                    .test(request)
                            && activations.incrementAndGet() == 2);
            Rollout rollout =
                    proxied.start(ROLLBACK, deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));
            proxied.proxy.awaitHeld();
            rollout.stop("enough");
            released.countDown();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.recovery()).isEqualTo(RecoveryOutcome.FAILED);
            assertThat(result.message()).contains("The rollback was aborted before it started. enough.");
            assertThat(cluster.liveImage()).isEqualTo("nginx:2");
        }
    }

    /**
     * The API server forbids the first reads of the history, as it does after a restart until it has loaded its roles.
     */
    @ParameterizedTest
    @CsvSource({"ROLLBACK, 1", "REMOVE, 1", "ROLLBACK, 2"})
    void rollsBackWhenHistoryIsForbiddenForAMoment(OnFailure onFailure, int times) throws Exception {
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            cluster.run(ROLLBACK, deployment(1, podTemplate("nginx:1")));
            RolloutResult result = await(cluster.engine.start(
                    proxied.connection,
                    new RolloutRequest(
                            cluster.namespace,
                            "web",
                            List.of(deployment(1, podTemplate("nginx:2", "failure", "image-invalid"))),
                            TestCluster.DEFAULT_TIMEOUT,
                            RolloutOptions.defaults().withOnFailure(onFailure)),
                    event -> {
                        if (event instanceof RolloutEvent.Waiting waiting
                                && waiting.checkpoint().failed() == null) {
                            proxied.proxy.forbid(
                                    times, ProxiedConnection.isRequestFor("GET", "configmaps/deploy-workload-web"));
                        }
                    }));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
            assertThat(cluster.liveImage()).isEqualTo("nginx:1");
        }
    }

    /** Jenkins stops while the rollback activates the healthy revision, before or after the activation is stored. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resumesRollbackThatWasOnlyActivated(boolean isActivated) throws Exception {
        RolloutCheckpoint checkpoint;
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            cluster.run(ROLLBACK, deployment(1, podTemplate("nginx:1")));
            AtomicInteger activations = new AtomicInteger();
            Predicate<RecordingProxy.Request> activation =
                    request -> ProxiedConnection.isRequestFor("PUT", "configmaps/deploy-workload-web")
                                    .test(request)
                            && activations.incrementAndGet() >= 2;
            CountDownLatch released = new CountDownLatch(0);
            if (isActivated) {
                released = proxied.hold(activation);
            } else {
                proxied.proxy.fail(activation);
            }
            Rollout rollout =
                    proxied.start(ROLLBACK, deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));
            if (isActivated) {
                proxied.proxy.awaitHeld();
                rollout.stop("restart");
            }
            checkpoint = rollout.checkpoint();
            released.countDown();
            assertThat(await(rollout).recovery()).isEqualTo(RecoveryOutcome.FAILED);
            checkpoint = isActivated ? checkpoint : rollout.checkpoint();
        }
        assertThat(cluster.liveImage()).isEqualTo("nginx:2");

        RolloutResult result = await(cluster.engine.resume(
                cluster.connection, RolloutCheckpoint.fromJson(checkpoint.toJson()), event -> {}));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(cluster.liveImage()).isEqualTo("nginx:1");
    }

    @Test
    void resumedRollbackYieldsToNewerDeploy() throws Exception {
        RolloutCheckpoint checkpoint;
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            cluster.run(ROLLBACK, deployment(1, podTemplate("nginx:1")));
            AtomicInteger activations = new AtomicInteger();
            proxied.proxy.fail(request -> ProxiedConnection.isRequestFor("PUT", "configmaps/deploy-workload-web")
                            .test(request)
                    && activations.incrementAndGet() >= 2);
            Rollout rollout =
                    proxied.start(ROLLBACK, deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));
            assertThat(await(rollout).recovery()).isEqualTo(RecoveryOutcome.FAILED);
            checkpoint = rollout.checkpoint();
        }
        assertThat(cluster.run(deployment(1, podTemplate("nginx:3"))).outcome()).isEqualTo(Outcome.SUCCEEDED);

        RolloutResult result = await(cluster.engine.resume(
                cluster.connection, RolloutCheckpoint.fromJson(checkpoint.toJson()), event -> {}));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(cluster.liveImage()).isEqualTo("nginx:3");
    }

    @Test
    void newerDeploySupersedesRollback() throws InterruptedException {
        RolloutResult result = interruptRollback(rollout -> {
            RolloutResult newer = cluster.run(ROLLBACK, deployment(1, podTemplate("nginx:3")));
            assertThat(newer.outcome()).as(newer.message()).isEqualTo(Outcome.SUCCEEDED);
        });
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(cluster.liveImage()).isEqualTo("nginx:3");
    }

    /**
     * Runs the interruption while a rollback waits for its pods. The pods of the healthy revision do not become ready
     * again after the rollback.
     */
    private RolloutResult interruptRollback(Consumer<Rollout> interruption) throws InterruptedException {
        DeploymentStrategy recreate = new DeploymentStrategy();
        recreate.setType("Recreate");
        SharedIndexInformer<Pod> readyPods = cluster.makePodsReady();
        cluster.run(
                ROLLBACK,
                edit(
                        deployment(1, podTemplate("nginx:1", "ready", "never")),
                        object -> object.getSpec().setStrategy(recreate)));
        readyPods.close();
        Rollout rollout = cluster.start(
                ROLLBACK,
                edit(
                        deployment(1, podTemplate("nginx:2", "failure", "image-invalid")),
                        object -> object.getSpec().setStrategy(recreate)));
        awaitRollbackApplied();
        interruption.accept(rollout);
        return await(rollout);
    }

    /** Waits until the rollback has applied its objects. */
    private void awaitRollbackApplied() throws InterruptedException {
        cluster.events.await(
                RolloutEvent.Waiting.class, event -> event.checkpoint().failed() != null);
    }

    @Test
    void supersededDeployIsNotRolledBack() throws InterruptedException {
        cluster.run(ROLLBACK, deployment(1, podTemplate("nginx:1")));
        Rollout older = cluster.start(ROLLBACK, deployment(1, podTemplate("nginx:2", "ready", "never")));
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().contains("1 old"));
        RolloutResult newer = cluster.run(ROLLBACK, deployment(1, podTemplate("nginx:3")));
        assertThat(newer.outcome()).as(newer.message()).isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result = await(older);
        assertThat(result.outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.NONE);
        assertThat(cluster.liveImage()).isEqualTo("nginx:3");
    }

    @Test
    void resumesRollbackInAnotherProcess() throws InterruptedException {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        ConnectionPool connections = new ConnectionPool(scheduler);
        cluster.run(ROLLBACK, service(80), deployment(1, podTemplate("nginx:1", "ready-after", "1s")));
        Rollout rollout = cluster.start(
                ROLLBACK, settings(), service(81), deployment(1, podTemplate("nginx:2", "failure", "run")));
        RolloutCheckpoint started = cluster.events
                .await(RolloutEvent.RollingBack.class, event -> true)
                .checkpoint();
        RolloutCheckpoint applied = cluster.events
                .await(RolloutEvent.Waiting.class, event -> event.checkpoint().failed() != null)
                .checkpoint();
        assertThat(started.allApplied()).isFalse();
        assertThat(applied.toJson().length()).isLessThan(4000);
        assertThat(await(rollout).recovery()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        for (RolloutCheckpoint checkpoint : List.of(started, applied)) {
            try (Connection other =
                    connections.open(cluster.config(SharedControlPlane.get().adminToken()))) {
                RolloutResult result = await(new RolloutEngine(scheduler, TestCluster.KEY)
                        .resume(other, RolloutCheckpoint.fromJson(checkpoint.toJson()), event -> {}));
                assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
            }
        }
        assertThat(port()).isEqualTo(80);
        scheduler.shutdownNow();
    }
}
