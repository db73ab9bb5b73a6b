package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A step ends once, whatever happens to it. */
@Timeout(60)
class DeploymentTaskTest {

    private static final DeploymentPlan PLAN =
            new DeploymentPlan("shop", Duration.ofMinutes(1), RolloutOptions.defaults(), List.of());
    private static final StartedRollout BEGUN = RolloutGroup.refused(PLAN, "web", "was refused");

    private final CompletableFuture<List<DeployedWorkload>> end = new CompletableFuture<>();
    private final CompletableFuture<Throwable> stop = new CompletableFuture<>();
    private final CompletableFuture<String> stopped = new CompletableFuture<>();
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();
    private final CompletableFuture<RolloutGroup> running = new CompletableFuture<>();

    private final DeploymentTask.Callback ending = new DeploymentTask.Callback() {
        @Override
        public void completed(List<DeployedWorkload> results) {
            assertThat(end.complete(results)).isTrue();
        }

        @Override
        public void failed(Throwable problem) {
            assertThat(end.completeExceptionally(problem)).isTrue();
        }

        @Override
        public void stopped(Throwable cause) {
            assertThat(stop.complete(cause)).isTrue();
        }
    };

    /** A rollout that goes on until the test says so. */
    private final RolloutGroup.RolloutHandle part = new RolloutGroup.RolloutHandle() {
        @Override
        public StartedRollout current() {
            return BEGUN;
        }

        @Override
        public CompletableFuture<RolloutResult> result() {
            return result;
        }

        @Override
        public void stop(String reason) {
            stopped.complete(reason);
            result.complete(BEGUN.result());
        }
    };

    private RolloutGroup deployments() {
        return new RolloutGroup("prod", List.of(part), kept -> {});
    }

    @Test
    void completesWithResultsOfItsRollouts() {
        new DeploymentTask(this::deployments, running::complete, ending).start();
        result.complete(BEGUN.result());

        assertThat(end.join()).singleElement().satisfies(web -> {
            assertThat(web.getName()).isEqualTo("web");
            assertThat(web.getOutcome()).isEqualTo(Outcome.REFUSED);
            assertThat(web.getMessage()).isEqualTo("was refused");
        });
    }

    @Test
    void abortInterruptsLaunchAndReportsCause() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        DeploymentTask course = new DeploymentTask(
                () -> {
                    reading.countDown();
                    Thread.sleep(TimeUnit.HOURS.toMillis(1));
                    return deployments();
                },
                running::complete,
                ending);
        course.start();
        reading.await();
        course.stop(new IOException("the abort"));

        assertThat(stop.join()).hasMessage("the abort");
        assertThat(running).isNotDone();
    }

    @Test
    void abortBeforeLaunchStartsNothing() {
        DeploymentTask course = new DeploymentTask(
                () -> {
                    throw new AssertionError("It begins");
                },
                running::complete,
                ending);
        course.stop(new IOException("the abort"));
        course.start();

        assertThat(stop.join()).hasMessage("the abort");
        assertThat(end).isNotDone();
    }

    @Test
    void abortStopsRunningRolloutsAndWaitsForThem() {
        DeploymentTask course = new DeploymentTask(this::deployments, running::complete, ending);
        course.start();
        running.join();
        course.stop(new IOException("the abort"));

        assertThat(stopped.join()).isNotEmpty();
        assertThat(stop.join()).hasMessage("the abort");
        assertThat(end).isNotDone();
    }

    @Test
    void stopsRolloutsStartedDuringAbort() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        DeploymentTask course = new DeploymentTask(
                () -> {
                    reading.countDown();
                    try {
                        Thread.sleep(TimeUnit.HOURS.toMillis(1));
                    } catch (InterruptedException e) {
                        // Deaf to it.
                    }
                    return deployments();
                },
                running::complete,
                ending);
        course.start();
        reading.await();
        course.stop(new IOException("the abort"));

        assertThat(stopped.join()).isNotEmpty();
        assertThat(stop.join()).hasMessage("the abort");
        assertThat(end).isNotDone();
    }

    @Test
    void exceptionInCallbackFailsStep() {
        new DeploymentTask(this::deployments, running::complete, new DeploymentTask.Callback() {
                    @Override
                    public void completed(List<DeployedWorkload> results) {
                        throw new IllegalStateException("cannot be told");
                    }

                    @Override
                    public void failed(Throwable problem) {
                        ending.failed(problem);
                    }

                    @Override
                    public void stopped(Throwable cause) {
                        ending.stopped(cause);
                    }
                })
                .start();
        result.complete(BEGUN.result());

        assertThatThrownBy(end::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void failedRolloutFutureFailsStep() {
        new DeploymentTask(this::deployments, running::complete, ending).start();
        result.completeExceptionally(new IllegalStateException("broken"));

        assertThatThrownBy(end::join).hasStackTraceContaining("broken");
    }

    @Test
    void completesWhenRecordingFails() {
        new DeploymentTask(
                        () -> new RolloutGroup("prod", List.of(part), kept -> {
                            throw new IllegalStateException("disk full");
                        }),
                        running::complete,
                        ending)
                .start();
        result.complete(BEGUN.result());

        assertThat(end.join()).hasSize(1);
    }

    @Test
    void errorDuringLaunchFailsStep() {
        new DeploymentTask(
                        () -> {
                            throw new NoClassDefFoundError("broken plugin");
                        },
                        running::complete,
                        ending)
                .start();

        assertThatThrownBy(end::join).hasStackTraceContaining("broken plugin");
    }

    @Test
    void unappliedRolloutStartsAgainAfterRestart() {
        StartedRollout unapplied = new StartedRollout(BEGUN.checkpoint(), null);
        RolloutGroup deployments = new RolloutGroup(
                "prod",
                List.of(RolloutGroup.RolloutHandle.finished(BEGUN), RolloutGroup.RolloutHandle.finished(unapplied)),
                kept -> {});

        assertThat(deployments.started()).containsExactly(BEGUN);
        assertThat(deployments.allStarted()).isFalse();
    }
}
