package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that a step reports exactly one outcome, even if the step is aborted or an exception is thrown. */
@Timeout(60)
class DeploymentTaskTest {

    private static final DeploymentPlan PLAN =
            new DeploymentPlan("shop", Duration.ofMinutes(1), RolloutOptions.defaults(), List.of());
    private static final StartedRollout REFUSED = RolloutGroup.refused(PLAN, "web", "quota exceeded");

    private final CompletableFuture<List<DeployedWorkload>> completed = new CompletableFuture<>();
    private final CompletableFuture<Throwable> stopped = new CompletableFuture<>();
    private final CompletableFuture<String> rolloutStopped = new CompletableFuture<>();
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();
    private final CompletableFuture<RolloutGroup> launched = new CompletableFuture<>();

    private final DeploymentTask.Callback callback = new DeploymentTask.Callback() {
        @Override
        public void completed(List<DeployedWorkload> results) {
            assertThat(completed.complete(results)).isTrue();
        }

        @Override
        public void failed(Throwable problem) {
            assertThat(completed.completeExceptionally(problem)).isTrue();
        }

        @Override
        public void stopped(Throwable cause) {
            assertThat(stopped.complete(cause)).isTrue();
        }
    };

    /** A rollout that runs until the test completes {@link #result}. */
    private final RolloutGroup.RolloutHandle handle = new RolloutGroup.RolloutHandle() {
        @Override
        public StartedRollout current() {
            return REFUSED;
        }

        @Override
        public CompletableFuture<RolloutResult> result() {
            return result;
        }

        @Override
        public void stop(String reason) {
            rolloutStopped.complete(reason);
            result.complete(REFUSED.result());
        }
    };

    private RolloutGroup rollouts() {
        return new RolloutGroup(List.of(handle), new DiscardingRecorder());
    }

    @Test
    void completesWithResultsOfRollouts() {
        new DeploymentTask(this::rollouts, launched::complete, callback).start();
        result.complete(REFUSED.result());

        assertThat(completed.join()).singleElement().satisfies(web -> {
            assertThat(web.getName()).isEqualTo("web");
            assertThat(web.getOutcome()).isEqualTo(Outcome.REFUSED);
            assertThat(web.getMessage()).isEqualTo("quota exceeded");
        });
    }

    @Test
    void abortInterruptsLaunchAndReportsCause() throws Exception {
        CountDownLatch launching = new CountDownLatch(1);
        DeploymentTask task = new DeploymentTask(
                () -> {
                    launching.countDown();
                    Thread.sleep(TimeUnit.HOURS.toMillis(1));
                    return rollouts();
                },
                launched::complete,
                callback);
        task.start();
        launching.await();
        task.stop(new IOException("the abort"));

        assertThat(stopped.join()).hasMessage("the abort");
        assertThat(launched).isNotDone();
    }

    @Test
    void abortBeforeLaunchStartsNothing() {
        DeploymentTask task = new DeploymentTask(
                () -> {
                    throw new AssertionError("launched");
                },
                launched::complete,
                callback);
        task.stop(new IOException("the abort"));
        task.start();

        assertThat(stopped.join()).hasMessage("the abort");
        assertThat(completed).isNotDone();
    }

    @Test
    void abortStopsRunningRolloutsAndWaitsForThem() {
        DeploymentTask task = new DeploymentTask(this::rollouts, launched::complete, callback);
        task.start();
        launched.join();
        task.stop(new IOException("the abort"));

        assertThat(rolloutStopped.join()).isNotEmpty();
        assertThat(stopped.join()).hasMessage("the abort");
        assertThat(completed).isNotDone();
    }

    @Test
    void stopsRolloutsStartedDuringAbort() throws Exception {
        CountDownLatch launching = new CountDownLatch(1);
        DeploymentTask task = new DeploymentTask(
                () -> {
                    launching.countDown();
                    try {
                        Thread.sleep(TimeUnit.HOURS.toMillis(1));
                    } catch (InterruptedException e) {
                        // Ignore the interrupt, like a blocking call that cannot be interrupted.
                    }
                    return rollouts();
                },
                launched::complete,
                callback);
        task.start();
        launching.await();
        task.stop(new IOException("the abort"));

        assertThat(rolloutStopped.join()).isNotEmpty();
        assertThat(stopped.join()).hasMessage("the abort");
        assertThat(completed).isNotDone();
    }

    @Test
    void exceptionInCallbackFailsStep() {
        new DeploymentTask(this::rollouts, launched::complete, new DeploymentTask.Callback() {
                    @Override
                    public void completed(List<DeployedWorkload> results) {
                        throw new IllegalStateException("callback failed");
                    }

                    @Override
                    public void failed(Throwable problem) {
                        callback.failed(problem);
                    }

                    @Override
                    public void stopped(Throwable cause) {
                        callback.stopped(cause);
                    }
                })
                .start();
        result.complete(REFUSED.result());

        assertThatThrownBy(completed::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void failedRolloutFutureFailsStep() {
        new DeploymentTask(this::rollouts, launched::complete, callback).start();
        result.completeExceptionally(new IllegalStateException("broken"));

        assertThatThrownBy(completed::join).hasStackTraceContaining("broken");
    }

    @Test
    void completesWhenRecordingFails() {
        new DeploymentTask(
                        () -> new RolloutGroup(List.of(handle), new DiscardingRecorder() {
                            @Override
                            public void record(List<DeployedWorkload> deployed) {
                                throw new IllegalStateException("disk full");
                            }
                        }),
                        launched::complete,
                        callback)
                .start();
        result.complete(REFUSED.result());

        assertThat(completed.join()).hasSize(1);
    }

    @Test
    void errorDuringLaunchFailsStep() {
        new DeploymentTask(
                        () -> {
                            throw new NoClassDefFoundError("broken plugin");
                        },
                        launched::complete,
                        callback)
                .start();

        assertThatThrownBy(completed::join).hasStackTraceContaining("broken plugin");
    }

    @Test
    void partlyAppliedRolloutContinuesAfterRestart() {
        RolloutCheckpoint refused = REFUSED.checkpoint();
        StartedRollout partly = new StartedRollout(
                new RolloutCheckpoint(
                        RolloutCheckpoint.VERSION,
                        refused.namespace(),
                        refused.workload(),
                        false,
                        List.of(new RolloutCheckpoint.ObjectCheckpoint(
                                new AppliedObject(
                                        "v1",
                                        "Service",
                                        "shop",
                                        "web",
                                        "uid",
                                        0,
                                        "7",
                                        AppliedObject.Operation.CREATED,
                                        Map.of()),
                                null,
                                null,
                                null)),
                        refused.startedAt(),
                        refused.deadline(),
                        refused.options(),
                        "revision-1",
                        null),
                null);
        RolloutGroup rollouts =
                new RolloutGroup(List.of(RolloutGroup.RolloutHandle.finished(partly)), new DiscardingRecorder());

        assertThat(rollouts.started()).containsExactly(partly);
        assertThat(rollouts.allApplied()).isFalse();
    }

    @Test
    void unappliedRolloutStartsAgainAfterRestart() {
        StartedRollout unapplied = new StartedRollout(REFUSED.checkpoint(), null);
        RolloutGroup rollouts = new RolloutGroup(
                List.of(RolloutGroup.RolloutHandle.finished(REFUSED), RolloutGroup.RolloutHandle.finished(unapplied)),
                new DiscardingRecorder());

        assertThat(rollouts.started()).containsExactly(REFUSED);
        assertThat(rollouts.allApplied()).isFalse();
    }
}
