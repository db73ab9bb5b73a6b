package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.Connections;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
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

    private static final Predicate<CountingProxy.Request> RECORD =
            request -> request.path().endsWith("/configmaps/deploy-workload-web");

    private final TestCluster cluster = new TestCluster();
    private final ScheduledThreadPoolExecutor otherScheduler = new ScheduledThreadPoolExecutor(1);
    private final Connections otherConnections = new Connections(otherScheduler);
    private final EventRecorder otherEvents = new EventRecorder();

    @AfterEach
    void close() {
        cluster.close();
        otherScheduler.shutdownNow();
    }

    /** As another process would: nothing but the text goes over. */
    private Rollout resume(RolloutMemory memory) {
        try (Connection other =
                otherConnections.open(cluster.config(SharedControlPlane.get().adminToken()))) {
            return new RolloutEngine(otherScheduler)
                    .resume(other, RolloutMemory.fromJson(memory.toJson()), otherEvents);
        }
    }

    private RolloutMemory stopped(Rollout rollout) throws InterruptedException {
        RolloutMemory memory =
                cluster.events.await(RolloutEvent.Watching.class, event -> true).memory();
        rollout.stop("restart");
        assertThat(await(rollout).outcome()).isEqualTo(Outcome.ABORTED);
        return memory;
    }

    private static RolloutMemory expired(RolloutMemory memory) {
        return new RolloutMemory(
                memory.version(),
                memory.namespace(),
                memory.workload(),
                memory.applied(),
                memory.objects(),
                memory.startedAt(),
                Instant.now().minusSeconds(60),
                memory.options(),
                memory.deploy(),
                memory.failed());
    }

    @Test
    void goesOnWaiting() throws InterruptedException {
        RolloutMemory memory = stopped(cluster.start(deployment(2, "missing:1")));
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
    void reasonsAreFoundAgain() throws InterruptedException {
        RolloutMemory memory = stopped(cluster.start(deployment(2, "missing:1")));
        try (Connection other =
                otherConnections.open(cluster.config(SharedControlPlane.get().adminToken()))) {
            RolloutResult result = await(new RolloutEngine(otherScheduler, new Graces(0.001))
                    .resume(other, RolloutMemory.fromJson(memory.toJson()), otherEvents));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.findings()).extracting("signal").contains("ImagePull");
        }
    }

    @Test
    void whatRunsAfterARestartIsNotedAsGood() throws InterruptedException {
        RolloutMemory memory = stopped(cluster.start(Objects.deployment(1, Objects.pod("nginx:1", "ready", "never"))));
        cluster.letBeReady();
        assertThat(await(resume(memory)).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(new RecordStore(cluster.connection, cluster.namespace, "web")
                        .read()
                        .join()
                        .record()
                        .isGood())
                .isTrue();
    }

    @Test
    void whatFinishedMeanwhileIsSaidEvenAfterTheDeadline() {
        Rollout rollout = cluster.start(deployment(2, "nginx:1"));
        await(rollout);
        assertThat(await(resume(expired(rollout.memory()))).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void expiredDeadlineIsSaidWithWhatIsMissing() throws InterruptedException {
        RolloutMemory memory = stopped(cluster.start(deployment(2, "missing:1")));
        RolloutResult result = await(resume(expired(memory)));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("Deployment web: ");
    }

    @Test
    void deletedAndReplacedMeanwhile() throws InterruptedException {
        RolloutMemory memory = stopped(cluster.start(deployment(2, "missing:1")));
        cluster.admin().resource(cluster.live()).delete();
        RolloutResult gone = await(resume(memory));
        assertThat(gone.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(gone.message()).contains("deleted");
        assertThat(cluster.run(deployment(2, "nginx:1")).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(await(resume(memory)).outcome()).isEqualTo(Outcome.SUPERSEDED);
    }

    @Test
    void recordThatCannotBeReadAtFirstIsReadAtTheEnd() throws Exception {
        RolloutMemory memory = stopped(cluster.start(deployment(2, "missing:1")));
        try (Detour detour = new Detour(cluster)) {
            detour.proxy.refuse(RECORD);
            Rollout resumed = detour.resume(memory);
            detour.events.await(RolloutEvent.Progress.class, event -> true);
            detour.proxy.refuse(request -> false);
            cluster.scale(0);
            RolloutResult result = await(resumed);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
        assertThat(new RecordStore(cluster.connection, cluster.namespace, "web")
                        .read()
                        .join()
                        .record()
                        .isGood())
                .isTrue();
    }

    @Test
    void recordThatCannotBeReadIsSaidWhenItRuns() throws Exception {
        RolloutMemory memory =
                stopped(cluster.start(RolloutOptions.defaults().withPrune(true), deployment(2, "missing:1")));
        try (Detour detour = new Detour(cluster)) {
            detour.proxy.refuse(RECORD);
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
    void whereTheRecordCannotBeReadNothingIsUndone() throws Exception {
        RolloutMemory memory = stopped(cluster.start(
                RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.REMOVE), deployment(2, "missing:1")));
        try (Detour detour = new Detour(cluster)) {
            detour.proxy.refuse(RECORD);
            RolloutResult result = await(detour.resume(expired(memory)));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
            assertThat(result.aftermath()).isEqualTo(RolloutResult.Aftermath.NOT_UNDONE);
            assertThat(result.message()).contains("could not be read, so nothing was undone");
        }
        assertThat(cluster.live()).isNotNull();
    }

    /** Whether there was a revision before it is not known then. */
    @Test
    void whereTheRecordIsGoneNothingIsUndone() throws Exception {
        RolloutMemory memory = stopped(cluster.start(
                RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.REMOVE), deployment(2, "missing:1")));
        cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("deploy-workload-web")
                .delete();
        RolloutResult result = await(resume(expired(memory)));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.aftermath()).isEqualTo(RolloutResult.Aftermath.NOT_UNDONE);
        assertThat(result.message()).contains("is not there any more, so nothing was undone");
        assertThat(cluster.live()).isNotNull();
    }

    @Test
    void whatIsWorthSayingOfAServiceIsSaidAfterARestartToo() {
        Service service = Objects.with(
                Objects.service(80),
                object -> object.getSpec().getPorts().getFirst().setTargetPort(new IntOrString("http")));
        Rollout rollout = cluster.start(service, deployment(2, "nginx:1"));
        assertThat(await(rollout).message()).contains("Service web: its port 80 leads nowhere");
        assertThat(await(resume(rollout.memory())).message()).contains("Service web: its port 80 leads nowhere");
    }

    @Test
    void withoutAllAppliedThereIsNothingToGoOnWith() {
        RolloutMemory memory = cluster.start(deployment(1, "nginx:1")).memory();
        RolloutMemory before = new RolloutMemory(
                RolloutMemory.VERSION,
                memory.namespace(),
                memory.workload(),
                false,
                memory.objects(),
                memory.startedAt(),
                memory.deadline(),
                memory.options(),
                memory.deploy(),
                memory.failed());
        assertThat(await(resume(before)).outcome()).isEqualTo(Outcome.FAILED);
    }
}
