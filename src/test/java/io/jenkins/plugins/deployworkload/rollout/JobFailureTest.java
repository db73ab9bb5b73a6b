package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.job;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static io.jenkins.plugins.deployworkload.rollout.Objects.service;
import static io.jenkins.plugins.deployworkload.rollout.Objects.with;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Job's own controller decides, and gives its reason. */
@Tag("control-plane")
@Timeout(300)
class JobFailureTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static Job failing(Consumer<JobSpec> change) {
        return with(job(pod("migrate:1", "fail", "true")), object -> change.accept(object.getSpec()));
    }

    private void failedBecause(Job job, String reason) {
        RolloutResult result = cluster.run(job);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).startsWith("Job web: failed (" + reason + "): ");
    }

    @Test
    void tooManyRetriesFail() {
        failedBecause(failing(spec -> {}), "BackoffLimitExceeded");
        assertThat(cluster.events
                        .all(RolloutEvent.Ended.class)
                        .getFirst()
                        .result()
                        .findings())
                .as("how its container ended")
                .anySatisfy(finding -> {
                    assertThat(finding.signal()).isEqualTo("Crash");
                    assertThat(finding.log()).isNotEmpty();
                });
    }

    /** The node takes its time to give the log, and the Job has failed by then. */
    @Test
    void whyItFailedIsToldThoughTheLogComesLate() throws Exception {
        try (Detour detour = new Detour(cluster)) {
            var goOn = detour.hold(request -> request.path().endsWith("/log"));
            Rollout rollout = detour.start(RolloutOptions.defaults(), failing(spec -> {}));
            detour.events.await(
                    RolloutEvent.Progress.class, event -> event.message().startsWith("failed ("));
            goOn.countDown();
            assertThat(await(rollout).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(detour.events.all(RolloutEvent.Found.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.finding().signal()).isEqualTo("Crash"));
        }
    }

    @Test
    void whatItsPolicyCallsAFailureFailsThoughThereAreRetriesLeft() {
        failedBecause(
                failing(spec -> {
                    spec.setBackoffLimit(6);
                    spec.setPodFailurePolicy(new PodFailurePolicyBuilder()
                            .addNewRule()
                            .withAction("FailJob")
                            .withNewOnExitCodes()
                            .withOperator("In")
                            .withValues(1)
                            .endOnExitCodes()
                            .endRule()
                            .build());
                }),
                "PodFailurePolicy");
    }

    @Test
    void failedIndexesFail() {
        failedBecause(
                failing(spec -> {
                    spec.setCompletionMode("Indexed");
                    spec.setCompletions(2);
                    spec.setParallelism(2);
                    spec.setBackoffLimit(null);
                    spec.setBackoffLimitPerIndex(0);
                }),
                "FailedIndexes");
    }

    @Test
    void moreFailedIndexesThanAllowedFail() {
        failedBecause(
                failing(spec -> {
                    spec.setCompletionMode("Indexed");
                    spec.setCompletions(4);
                    spec.setParallelism(1);
                    spec.setBackoffLimit(null);
                    spec.setBackoffLimitPerIndex(0);
                    spec.setMaxFailedIndexes(1);
                }),
                "MaxFailedIndexesExceeded");
    }

    /** Its pods have a minute to end; that it will fail is certain before. */
    @Test
    void thatItWillFailIsKnownBeforeItsPodsAreGone() {
        failedBecause(
                with(
                        job(pod("migrate:1", "run-for", "1h", "terminate-after", "1m")),
                        object -> object.getSpec().setActiveDeadlineSeconds(1L)),
                "DeadlineExceeded");
        assertThat(cluster.admin()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(cluster.namespace)
                        .withName("web")
                        .get()
                        .getStatus()
                        .getConditions())
                .extracting(JobCondition::getType)
                .contains("FailureTarget")
                .doesNotContain("Failed");
    }

    @Test
    void podThatFailsAtFirstIsNoFailureWhileThereAreRetriesLeft() throws InterruptedException {
        Rollout rollout = cluster.start(with(
                job(pod("migrate:1", "run-for", "1h")),
                object -> object.getSpec().setBackoffLimit(3)));
        Pod first = cluster.endPod(new PodStatusBuilder()
                .withPhase("Failed")
                .addNewContainerStatus()
                .withName("app")
                .withNewState()
                .withNewTerminated()
                .withExitCode(1)
                .withReason("Error")
                .endTerminated()
                .endState()
                .endContainerStatus()
                .build());
        String name = first.getMetadata().getName();
        assertThat(cluster.found("Crash").where().name()).isEqualTo(name);
        Pod second = cluster.awaitPod(found -> !found.getMetadata().getName().equals(name));
        cluster.annotate(second, "{\"deploy-workload.test/run-for\":\"0s\"}");
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("Job web: complete, 1 pod succeeded");
    }

    /** Its time to live is over before anybody has looked: what was seen last tells. */
    @Test
    void failedJobThatIsRemovedAtItsEndHasFailed() {
        failedBecause(failing(spec -> spec.setTtlSecondsAfterFinished(0)), "BackoffLimitExceeded");
    }

    /**
     * Another process takes up the wait when the Job is gone: only what its controller has said of the end tells, which may
     * come after that.
     */
    private RolloutResult resumedAfterItIsGone(Job job, String said) throws InterruptedException {
        return await(cluster.engine.resume(cluster.connection, memoryOfOneThatIsGone(job, said), cluster.events));
    }

    private RolloutMemory memoryOfOneThatIsGone(Job job, String said, HasMetadata... others)
            throws InterruptedException {
        job.getSpec().setTtlSecondsAfterFinished(0);
        Rollout rollout =
                cluster.start(Stream.concat(Stream.of(job), Stream.of(others)).toArray(HasMetadata[]::new));
        RolloutMemory memory =
                cluster.events.await(RolloutEvent.Watching.class, event -> true).memory();
        rollout.stop("restart");
        await(rollout);
        cluster.admin()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace)
                .withName("web")
                .waitUntilCondition(java.util.Objects::isNull, 2, TimeUnit.MINUTES);
        cluster.admin()
                .v1()
                .events()
                .inNamespace(cluster.namespace)
                .informOnCondition(events -> events.stream().anyMatch(event -> said.equals(event.getReason())))
                .orTimeout(2, TimeUnit.MINUTES)
                .join();
        return memory;
    }

    @Test
    void jobThatWasDoneAndRemovedDuringARestartHasSucceeded() throws InterruptedException {
        RolloutResult result = resumedAfterItIsGone(job(pod("migrate:1", "run-for", "2s")), "Completed");
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("Job web: complete; it was then removed");
    }

    @Test
    void jobThatHadFailedAndWasRemovedDuringARestartHasFailed() throws InterruptedException {
        RolloutResult result =
                resumedAfterItIsGone(job(pod("migrate:1", "fail", "true", "run-for", "2s")), "BackoffLimitExceeded");
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).startsWith("Job web: failed (BackoffLimitExceeded): ");
    }

    /** The watch may have said nothing for a while, which nobody has noticed yet. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jobThatIsGoneAtTheLastLookHasEndedAsItsControllerHasSaid(boolean seen) throws InterruptedException {
        Job started = job(pod("migrate:1", "run-for", "2s"));
        RolloutMemory memory = memoryOfOneThatIsGone(started, "Completed");
        RolloutState state = new RolloutState(memory);
        TrackedObject<?> last = state.watched().iterator().next();
        if (seen) {
            started.getMetadata().setUid(last.applied().uid());
            last.see(started);
        }
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        RolloutContext context =
                RolloutContext.of(cluster.connection, scheduler, Graces.standard(), cluster.events, state);
        assertThat(new LastLook(context).unfinished().join()).isEmpty();
        assertThat(last.judge()).isEqualTo(Verdict.done("complete; it was then removed"));
        scheduler.shutdownNow();
    }

    /** Nor is it known then where its Service has led to. */
    @Test
    void whoMayNotSeeEventsIsToldThatNothingIsKnownOfAJobThatIsGone() throws Exception {
        RolloutMemory memory = memoryOfOneThatIsGone(job(pod("migrate:1", "run-for", "2s")), "Completed", service(80));
        assertThat(await(cluster.engine.resume(cluster.connection, memory, cluster.events))
                        .message())
                .isEqualTo("Job web: complete; it was then removed");
        try (Detour detour = new Detour(cluster)) {
            detour.proxy.refuse(request -> request.path().endsWith("/events"));
            RolloutResult result = await(detour.resume(memory));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message())
                    .isEqualTo("Job web: it is not there any more, and whether it had finished is not known: look into"
                            + " what it was to do");
        }
    }
}
