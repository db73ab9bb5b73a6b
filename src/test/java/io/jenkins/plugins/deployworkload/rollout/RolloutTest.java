package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.configMap;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Rollouts of a Deployment: success, timeout, failure and abort. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RolloutTest {

    private static final String IMAGE_NOT_FOUND =
            " Pod web-[a-z0-9-]+, container app: The image does not exist in the registry\\. rpc error: .+ not found\\."
                    + " Check the name and the tag of the image, and that the build has pushed it to this registry\\.";

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size())
                .as("an ended rollout holds no connection")
                .isZero();
    }

    private static Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .addToSelector(RolloutRequest.NAME_LABEL, "web")
                .addNewPort()
                .withPort(80)
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build();
    }

    @Test
    void succeedsWhenAllReplicasAreUpdatedAndAvailable() {
        RolloutResult result = cluster.run(configMap("settings"), service(), deployment(3, "nginx:1"));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("Deployment web: 3 of 3 replicas updated and available");
        assertThat(result.objects())
                .extracting(AppliedObject::operation)
                .containsExactly(Operation.CREATED, Operation.CREATED, Operation.CREATED);
        assertThat(result.objects())
                .as("in the order of the description, not of the answers")
                .extracting(AppliedObject::kind)
                .containsExactly("ConfigMap", "Service", "Deployment");
        Deployment live = cluster.liveDeployment();
        assertThat(live.getStatus().getAvailableReplicas()).isEqualTo(3);
        assertThat(result.objects().getLast().uid())
                .isEqualTo(live.getMetadata().getUid());
        assertThat(cluster.events.all(RolloutEvent.Progress.class)).isNotEmpty().doesNotHaveDuplicates();
        assertThat(cluster.events.all().getLast()).isInstanceOf(RolloutEvent.Ended.class);
        assertThat(live.getMetadata().getManagedFields())
                .anyMatch(entry -> entry.getManager().equals("deploy-workload")
                        && entry.getOperation().equals("Apply"));
    }

    @Test
    void secondApplyChangesNothing() {
        cluster.run(configMap("settings"), service(), deployment(2, "nginx:1"));
        List<Object> applied = TestObjects.applied(cluster.liveDeployment());
        RolloutResult result = cluster.run(configMap("settings"), service(), deployment(2, "nginx:1"));
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects())
                .extracting(AppliedObject::operation)
                .containsOnly(Operation.UNCHANGED)
                .hasSize(3);
        assertThat(result.objects().getLast().generation()).isOne();
        assertThat(TestObjects.applied(cluster.liveDeployment())).isEqualTo(applied);
    }

    @Test
    void readyPodsOfOldRevisionDoNotCount() throws InterruptedException {
        cluster.run(deployment(3, "nginx:1"));
        RolloutResult result =
                runUntilExpired(deployment(3, "missing:1"), "1 of 3 replicas updated, 3 available, 3 old remaining");
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message())
                .matches("Not healthy within 3600 seconds: "
                        + "Deployment web: 1 of 3 replicas updated, 3 available, 3 old remaining\\."
                        + IMAGE_NOT_FOUND);
        assertThat(result.objects())
                .singleElement()
                .extracting(AppliedObject::operation, AppliedObject::generation)
                .containsExactly(Operation.UPDATED, 2L);
    }

    /**
     * Runs a rollout of an image that does not exist, and simulates its timeout as soon as this progress and the cause are
     * reported.
     */
    private RolloutResult runUntilExpired(Deployment deployment, String progress) throws InterruptedException {
        Rollout rollout = cluster.start(TestCluster.UNTIL_EXPIRED, deployment);
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().equals(progress));
        cluster.awaitFinding("ImagePull");
        cluster.expireTimeouts();
        return await(rollout);
    }

    @Test
    void timeoutReportsMissingReplicas() throws InterruptedException {
        RolloutResult result = runUntilExpired(deployment(3, "missing:1"), "3 of 3 replicas updated, 0 available");
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message())
                .matches("Not healthy within 3600 seconds: Deployment web: 3 of 3 replicas updated, 0 available\\."
                        + IMAGE_NOT_FOUND);
    }

    @Test
    void timesOutAfterTimeout() {
        RolloutResult result = await(cluster.start(Duration.ofSeconds(1), deployment(3, "missing:1")));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).startsWith("Not healthy within 1 seconds: ");
        assertThat(result.duration()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void progressDeadlineExceededFailsUntilProgressResumes() {
        Deployment healthy = deployment(2, "nginx:1");
        Deployment broken = deployment(2, "missing:1");
        broken.getSpec().setProgressDeadlineSeconds(2);
        assertThat(cluster.run(healthy).outcome()).isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result = cluster.run(broken);
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message())
                .startsWith("Deployment web: no progress for 2 seconds")
                .as("its pod may not have been created yet")
                .containsPattern("[01] of 2 replicas updated, 2 available");
        // The second deploy changes nothing, so the failure in the status still applies and must be reported again.
        assertThat(cluster.run(broken).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(cluster.run(healthy).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void reportsWarningsOfApiServer() {
        cluster.run(deployment(1, "nginx:1"));
        assertThat(cluster.events.all(RolloutEvent.Warning.class)).isNotEmpty().allSatisfy(warning -> {
            assertThat(warning.message()).contains("PodSecurity");
            assertThat(warning.object().label()).isEqualTo("Deployment web");
        });
    }

    @Test
    void failsWhenObjectIsDeletedWhileWaiting() throws InterruptedException {
        Rollout rollout = cluster.start(deployment(2, "missing:1"));
        cluster.events.await(RolloutEvent.Waiting.class, event -> true);
        cluster.admin().resource(cluster.liveDeployment()).delete();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).contains("Deployment web: deleted");
    }

    @Test
    void isSupersededByAnotherFieldManager() throws InterruptedException {
        Rollout rollout = cluster.start(deployment(2, "missing:1"));
        cluster.events.await(RolloutEvent.Waiting.class, event -> true);
        Deployment foreign = deployment(2, "nginx:2");
        foreign.getMetadata().setNamespace(cluster.namespace);
        cluster.admin()
                .resource(foreign)
                .fieldManager("somebody-else")
                .forceConflicts()
                .serverSideApply();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(result.message()).contains("somebody-else");
    }

    @Test
    void followsScaling() throws InterruptedException {
        Rollout rollout = cluster.start(deployment(2, "missing:1"));
        cluster.events.await(RolloutEvent.Waiting.class, event -> true);
        cluster.scale(0);
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void abortKeepsAppliedObjects() throws InterruptedException {
        Rollout rollout = cluster.start(deployment(2, "missing:1"));
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().equals("2 of 2 replicas updated, 0 available"));
        rollout.stop("by Kim");
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(result.message())
                .contains("by Kim")
                .contains("Deployment web: 2 of 2 replicas updated, 0 available.");
        assertThat(cluster.liveDeployment()).isNotNull();
    }

    @Test
    void abortWithoutAnswerDoesNotClaimThatNothingIsApplied() throws Exception {
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.hold(request -> request.isApply() && request.isWrite());
            Rollout rollout = proxied.start(RolloutOptions.defaults(), deployment(1, "nginx:1"));
            proxied.proxy.awaitHeld();
            rollout.stop("Aborted by Kim");
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(result.message())
                    .isEqualTo("Aborted by Kim. Objects may have been changed. The API server did not answer for 10"
                            + " seconds. Check whether these objects are applied: Deployment web.");
        }
    }

    @Test
    void concurrentRolloutsShareOneConnection() {
        List<Rollout> rollouts = List.of(
                cluster.start(deployment(1, "nginx:1")),
                cluster.start(deployment(1, "nginx:1")),
                cluster.start(deployment(1, "nginx:1")));
        assertThat(cluster.connections.size()).isOne();
        assertThat(rollouts)
                .allSatisfy(rollout -> assertThat(await(rollout).outcome()).isEqualTo(Outcome.SUCCEEDED));
    }

    /**
     * A scheduler that is shut down causes an internal error. The rollout must still end, so that the caller does not
     * wait forever.
     */
    @Test
    void internalErrorEndsRolloutWithMessage() {
        ScheduledThreadPoolExecutor shutDown = new ScheduledThreadPoolExecutor(1);
        shutDown.shutdownNow();
        RolloutResult result = await(new RolloutEngine(shutDown, TestCluster.KEY)
                .start(
                        cluster.connection,
                        new RolloutRequest(
                                cluster.namespace,
                                "web",
                                List.of(deployment(1, "nginx:1")),
                                TestCluster.DEFAULT_TIMEOUT),
                        cluster.events));
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message())
                .isEqualTo(
                        "Internal error: the rollout was ended (RejectedExecutionException). See the log for details."
                                + " Applied so far: nothing.");
    }

    /** The build waits for the result. */
    @Test
    void errorOfListenerAtEndDoesNotPreventResult() {
        RolloutListener failing = event -> {
            if (event instanceof RolloutEvent.Ended) {
                throw new NoClassDefFoundError("gone");
            }
        };
        RolloutRequest request = new RolloutRequest(
                cluster.namespace, "web", List.of(deployment(0, "nginx:1")), TestCluster.DEFAULT_TIMEOUT);
        assertThat(await(cluster.engine.start(cluster.connection, request, failing))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
    }
}
