package io.jenkins.plugins.deployworkload.rollout.watch;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import io.jenkins.plugins.deployworkload.rollout.ProxiedConnection;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutContext;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionProtection;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests rollouts of Jobs whose outcome the real Job controller decides. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class JobOutcomeTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static Job failing(Consumer<JobSpec> change) {
        return edit(job(podTemplate("migrate:1", "fail", "true")), object -> change.accept(object.getSpec()));
    }

    private void assertFailed(Job job, String reason) {
        RolloutResult result = cluster.run(job);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).startsWith("Job web: failed (" + reason + "): ");
    }

    @Test
    void backoffLimitExceededFails() {
        assertFailed(failing(spec -> {}), "BackoffLimitExceeded");
        assertThat(cluster.events
                        .all(RolloutEvent.Ended.class)
                        .getFirst()
                        .result()
                        .findings())
                .as("termination of its container")
                .anySatisfy(finding -> {
                    assertThat(finding.signal()).isEqualTo("Crash");
                    assertThat(finding.log()).isNotEmpty();
                });
    }

    /** The container log arrives only after the Job has failed. */
    @Test
    void reportsReasonThoughLogIsLate() throws Exception {
        try (ProxiedConnection detour = new ProxiedConnection(cluster)) {
            var release = detour.hold(request -> request.path().endsWith("/log"));
            Rollout rollout = detour.start(RolloutOptions.defaults(), failing(spec -> {}));
            detour.events.await(
                    RolloutEvent.Progress.class, event -> event.message().startsWith("failed ("));
            release.countDown();
            assertThat(await(rollout).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(detour.events.all(RolloutEvent.Found.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.finding().signal()).isEqualTo("Crash"));
        }
    }

    @Test
    void podFailurePolicyFailsBeforeBackoffLimit() {
        assertFailed(
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
        assertFailed(
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
    void maxFailedIndexesExceededFails() {
        assertFailed(
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

    /**
     * The condition FailureTarget ends the rollout, although the Job's pods need another minute to terminate. Within the
     * deadline of the Job, the pod must be scheduled, because the API server deletes an unscheduled pod at once.
     */
    @Test
    void failureTargetFailsBeforePodsAreGone() {
        assertFailed(
                edit(
                        job(podTemplate("migrate:1", "run-for", "1h", "terminate-after", "1m")),
                        object -> object.getSpec().setActiveDeadlineSeconds(5L)),
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
    void retriedPodIsNoFailure() throws InterruptedException {
        Rollout rollout = cluster.start(edit(
                job(podTemplate("migrate:1", "run-for", "1h")),
                object -> object.getSpec().setBackoffLimit(3)));
        Pod first = cluster.terminatePod(new PodStatusBuilder()
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
        assertThat(cluster.awaitFinding("Crash").location().name()).isEqualTo(name);
        Pod second = cluster.awaitPod(found -> !found.getMetadata().getName().equals(name));
        cluster.annotate(second, "{\"deploy-workload.test/run-for\":\"0s\"}");
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("Job web: complete, 1 pod succeeded");
    }

    /** The Job is deleted as soon as it has failed, but its last known state shows the outcome. */
    @Test
    void failedJobDeletedByTtlHasFailed() {
        assertFailed(failing(spec -> spec.setTtlSecondsAfterFinished(0)), "BackoffLimitExceeded");
    }

    /**
     * Resumes a rollout after its Job is deleted. Only an event of the Job controller shows the outcome, and this event
     * can arrive after the rollout has resumed.
     */
    private RolloutResult resumeAfterDeletion(Job job, String reason) throws InterruptedException {
        return await(cluster.engine.resume(cluster.connection, checkpointOfDeletedJob(job, reason), cluster.events));
    }

    private RolloutCheckpoint checkpointOfDeletedJob(Job job, String reason, HasMetadata... others)
            throws InterruptedException {
        job.getSpec().setTtlSecondsAfterFinished(0);
        Rollout rollout =
                cluster.start(Stream.concat(Stream.of(job), Stream.of(others)).toArray(HasMetadata[]::new));
        RolloutCheckpoint checkpoint =
                cluster.events.await(RolloutEvent.Waiting.class, event -> true).checkpoint();
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
                .informOnCondition(events -> events.stream().anyMatch(event -> reason.equals(event.getReason())))
                .orTimeout(2, TimeUnit.MINUTES)
                .join();
        return checkpoint;
    }

    @Test
    void completedJobDeletedDuringRestartHasSucceeded() throws InterruptedException {
        RolloutResult result = resumeAfterDeletion(job(podTemplate("migrate:1", "run-for", "2s")), "Completed");
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("Job web: complete; deleted afterwards");
    }

    @Test
    void failedJobDeletedDuringRestartHasFailed() throws InterruptedException {
        RolloutResult result = resumeAfterDeletion(
                job(podTemplate("migrate:1", "fail", "true", "run-for", "2s")), "BackoffLimitExceeded");
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).startsWith("Job web: failed (BackoffLimitExceeded): ");
    }

    /**
     * The watch has stalled, so the rollout has not noticed the deletion of the Job. The final check before the timeout
     * finds the outcome.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void finalCheckReadsOutcomeFromEvents(boolean seen) throws InterruptedException {
        Job started = job(podTemplate("migrate:1", "run-for", "2s"));
        RolloutCheckpoint checkpoint = checkpointOfDeletedJob(started, "Completed");
        RolloutState state = new RolloutState(checkpoint, List.of());
        TrackedObject<?> last = state.watched().iterator().next();
        if (seen) {
            started.getMetadata().setUid(last.applied().uid());
            started.getMetadata().setNamespace(cluster.namespace);
            last.update(started);
        }
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        RolloutContext context = RolloutContext.of(
                cluster.connection,
                scheduler,
                GracePeriods.standard(),
                cluster.events,
                state,
                RolloutPolicy.UNRESTRICTED,
                new RevisionProtection(TestCluster.KEY));
        assertThat(new FinalStatusCheck(context).refreshInProgress(() -> {})).isEmpty();
        assertThat(last.status()).isEqualTo(StatusResult.healthy("complete; deleted afterwards"));
        scheduler.shutdownNow();
    }

    /**
     * Without events, the outcome of the Job is unknown. The health of its Service is then unknown too, and is not
     * reported.
     */
    @Test
    void outcomeOfDeletedJobIsUnknownWithoutEvents() throws Exception {
        RolloutCheckpoint checkpoint =
                checkpointOfDeletedJob(job(podTemplate("migrate:1", "run-for", "2s")), "Completed", service(80));
        assertThat(await(cluster.engine.resume(cluster.connection, checkpoint, cluster.events))
                        .message())
                .isEqualTo("Job web: complete; deleted afterwards");
        try (ProxiedConnection detour = new ProxiedConnection(cluster)) {
            detour.proxy.fail(request -> request.path().endsWith("/events"));
            RolloutResult result = await(detour.resume(checkpoint));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message())
                    .isEqualTo("Job web: deleted; it is unknown whether the Job finished; check its results");
        }
    }
}
