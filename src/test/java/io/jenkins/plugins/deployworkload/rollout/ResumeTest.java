package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionStore;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("control-plane")
@Timeout(300)
class ResumeTest {

    private static final Predicate<RecordingProxy.Request> HISTORY =
            request -> request.path().endsWith("/configmaps/deploy-workload-web");

    private final TestCluster cluster = new TestCluster();
    private final ScheduledThreadPoolExecutor otherScheduler = new ScheduledThreadPoolExecutor(1);
    private final ConnectionPool otherConnections = new ConnectionPool(otherScheduler);
    private final EventRecorder otherEvents = new EventRecorder();

    @AfterEach
    void close() {
        cluster.close();
        otherScheduler.shutdownNow();
    }

    /** As another process would: nothing but the text goes over. */
    private Rollout resume(RolloutCheckpoint memory) {
        try (Connection other =
                otherConnections.open(cluster.config(SharedControlPlane.get().adminToken()))) {
            return new RolloutEngine(otherScheduler)
                    .resume(other, RolloutCheckpoint.fromJson(memory.toJson()), otherEvents);
        }
    }

    private RolloutCheckpoint stopped(Rollout rollout) throws InterruptedException {
        RolloutCheckpoint memory =
                cluster.events.await(RolloutEvent.Waiting.class, event -> true).checkpoint();
        rollout.stop("restart");
        assertThat(await(rollout).outcome()).isEqualTo(Outcome.ABORTED);
        return memory;
    }

    private static RolloutCheckpoint expired(RolloutCheckpoint memory) {
        return new RolloutCheckpoint(
                memory.version(),
                memory.namespace(),
                memory.workload(),
                memory.allApplied(),
                memory.objects(),
                memory.startedAt(),
                Instant.now().minusSeconds(60),
                memory.options(),
                memory.revision(),
                memory.failed());
    }

    @Test
    void resumesWaiting() throws InterruptedException {
        RolloutCheckpoint memory = stopped(cluster.start(deployment(2, "missing:1")));
        Rollout resumed = resume(memory);
        otherEvents.await(RolloutEvent.Progress.class, event -> true);
        cluster.scale(0);
        RolloutResult result = await(resumed);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.startedAt()).isEqualTo(memory.startedAt());
        assertThat(result.objects())
                .singleElement()
                .matches(object -> object.kind().equals("Deployment"));
        assertThat(otherConnections.size()).isZero();
    }

    @Test
    void findsReasonsAfterRestart() throws InterruptedException {
        RolloutCheckpoint memory = stopped(cluster.start(deployment(2, "missing:1")));
        try (Connection other =
                otherConnections.open(cluster.config(SharedControlPlane.get().adminToken()))) {
            RolloutResult result = await(new RolloutEngine(otherScheduler, new GracePeriods(0.001))
                    .resume(other, RolloutCheckpoint.fromJson(memory.toJson()), otherEvents));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.findings()).extracting("signal").contains("ImagePull");
        }
    }

    @Test
    void marksRevisionHealthyAfterRestart() throws InterruptedException {
        RolloutCheckpoint memory =
                stopped(cluster.start(TestObjects.deployment(1, TestObjects.podTemplate("nginx:1", "ready", "never"))));
        cluster.makePodsReady();
        assertThat(await(resume(memory)).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(new RevisionStore(cluster.connection, cluster.namespace, "web")
                        .read()
                        .join()
                        .history()
                        .latestIsHealthy())
                .isTrue();
    }

    @Test
    void reportsSuccessReachedBeforeExpiredTimeout() {
        Rollout rollout = cluster.start(deployment(2, "nginx:1"));
        await(rollout);
        assertThat(await(resume(expired(rollout.checkpoint()))).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void reportsTimeoutThatExpiredDuringRestart() throws InterruptedException {
        RolloutCheckpoint memory = stopped(cluster.start(deployment(2, "missing:1")));
        RolloutResult result = await(resume(expired(memory)));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("Deployment web: ");
    }

    @Test
    void detectsDeletionAndReplacementDuringRestart() throws InterruptedException {
        RolloutCheckpoint memory = stopped(cluster.start(deployment(2, "missing:1")));
        cluster.admin().resource(cluster.liveDeployment()).delete();
        RolloutResult gone = await(resume(memory));
        assertThat(gone.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(gone.message()).contains("deleted");
        assertThat(cluster.run(deployment(2, "nginx:1")).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(await(resume(memory)).outcome()).isEqualTo(Outcome.SUPERSEDED);
    }

    @Test
    void retriesHistoryWhenHealthy() throws Exception {
        RolloutCheckpoint memory = stopped(cluster.start(deployment(2, "missing:1")));
        try (ProxiedConnection detour = new ProxiedConnection(cluster)) {
            detour.proxy.fail(HISTORY);
            Rollout resumed = detour.resume(memory);
            detour.events.await(RolloutEvent.Progress.class, event -> true);
            detour.proxy.fail(request -> false);
            cluster.scale(0);
            RolloutResult result = await(resumed);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
        assertThat(new RevisionStore(cluster.connection, cluster.namespace, "web")
                        .read()
                        .join()
                        .history()
                        .latestIsHealthy())
                .isTrue();
    }

    @Test
    void warnsWhenHistoryStaysUnreadable() throws Exception {
        RolloutCheckpoint memory =
                stopped(cluster.start(RolloutOptions.defaults().withPrune(true), deployment(2, "missing:1")));
        try (ProxiedConnection detour = new ProxiedConnection(cluster)) {
            detour.proxy.fail(HISTORY);
            Rollout resumed = detour.resume(memory);
            detour.events.await(RolloutEvent.Progress.class, event -> true);
            cluster.scale(0);
            RolloutResult result = await(resumed);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(detour.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .anySatisfy(text -> assertThat(text).startsWith("It runs, but this could not be noted"))
                    .anySatisfy(text -> assertThat(text).contains("nothing of it was deleted"));
        }
    }

    @Test
    void rollsNothingBackWhenHistoryIsUnreadable() throws Exception {
        RolloutCheckpoint memory = stopped(cluster.start(
                RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.REMOVE), deployment(2, "missing:1")));
        try (ProxiedConnection detour = new ProxiedConnection(cluster)) {
            detour.proxy.fail(HISTORY);
            RolloutResult result = await(detour.resume(expired(memory)));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
            assertThat(result.recovery()).isEqualTo(RolloutResult.RecoveryOutcome.FAILED);
            assertThat(result.message()).contains("could not be read, so nothing was undone");
        }
        assertThat(cluster.liveDeployment()).isNotNull();
    }

    /** Whether there was a revision before it is not known then. */
    @Test
    void rollsNothingBackWhenHistoryIsDeleted() throws Exception {
        RolloutCheckpoint memory = stopped(cluster.start(
                RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.REMOVE), deployment(2, "missing:1")));
        cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("deploy-workload-web")
                .delete();
        RolloutResult result = await(resume(expired(memory)));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.recovery()).isEqualTo(RolloutResult.RecoveryOutcome.FAILED);
        assertThat(result.message()).contains("is not there any more, so nothing was undone");
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
        RolloutCheckpoint memory = cluster.start(deployment(1, "nginx:1")).checkpoint();
        RolloutCheckpoint before = new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                memory.namespace(),
                memory.workload(),
                false,
                memory.objects(),
                memory.startedAt(),
                memory.deadline(),
                memory.options(),
                memory.revision(),
                memory.failed());
        assertThat(await(resume(before)).outcome()).isEqualTo(Outcome.FAILED);
    }
}
