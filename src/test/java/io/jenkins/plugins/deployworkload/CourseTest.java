package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.StepMemory.Begun;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
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
class CourseTest {

    private static final Plan PLAN = new Plan("shop", Duration.ofMinutes(1), RolloutOptions.defaults(), List.of());
    private static final Begun BEGUN = Deployments.refused(PLAN, "web", "was refused");

    private final CompletableFuture<List<DeployedWorkload>> end = new CompletableFuture<>();
    private final CompletableFuture<Throwable> stop = new CompletableFuture<>();
    private final CompletableFuture<String> stopped = new CompletableFuture<>();
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();
    private final CompletableFuture<Deployments> running = new CompletableFuture<>();

    private final Course.End ending = new Course.End() {
        @Override
        public void ended(List<DeployedWorkload> results) {
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
    private final Deployments.Part part = new Deployments.Part() {
        @Override
        public Begun now() {
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

    private Deployments deployments() {
        return new Deployments("prod", List.of(part), kept -> {});
    }

    @Test
    void endsWithWhatItsRolloutsCameTo() {
        new Course(this::deployments, running::complete, ending).start();
        result.complete(BEGUN.result());

        assertThat(end.join()).singleElement().satisfies(web -> {
            assertThat(web.getName()).isEqualTo("web");
            assertThat(web.getOutcome()).isEqualTo(Outcome.REFUSED);
            assertThat(web.getMessage()).isEqualTo("was refused");
        });
    }

    @Test
    void anAbortInterruptsTheBeginningAndEndsWithItsCause() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        Course course = new Course(
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
    void anAbortBeforeTheBeginningLetsNothingBegin() {
        Course course = new Course(
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
    void anAbortWhileItRunsStopsTheRolloutsAndWaitsForThem() {
        Course course = new Course(this::deployments, running::complete, ending);
        course.start();
        running.join();
        course.stop(new IOException("the abort"));

        assertThat(stopped.join()).isNotEmpty();
        assertThat(stop.join()).hasMessage("the abort");
        assertThat(end).isNotDone();
    }

    @Test
    void whatBeganInTheMomentOfTheAbortIsStopped() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        Course course = new Course(
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
    void whatNobodyExpectsAtTheEndFailsTheStep() {
        new Course(this::deployments, running::complete, new Course.End() {
                    @Override
                    public void ended(List<DeployedWorkload> results) {
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
    void aBrokenRolloutFailsTheStep() {
        new Course(this::deployments, running::complete, ending).start();
        result.completeExceptionally(new IllegalStateException("broken"));

        assertThatThrownBy(end::join).hasStackTraceContaining("broken");
    }

    @Test
    void aRecordThatCannotBeKeptIsNoReasonToHang() {
        new Course(
                        () -> new Deployments("prod", List.of(part), kept -> {
                            throw new IllegalStateException("disk full");
                        }),
                        running::complete,
                        ending)
                .start();
        result.complete(BEGUN.result());

        assertThat(end.join()).hasSize(1);
    }

    @Test
    void anErrorInTheBeginningFailsTheStep() {
        new Course(
                        () -> {
                            throw new NoClassDefFoundError("broken plugin");
                        },
                        running::complete,
                        ending)
                .start();

        assertThatThrownBy(end::join).hasStackTraceContaining("broken plugin");
    }

    @Test
    void whatIsNotAppliedYetBeginsAgainAfterARestart() {
        Begun unapplied = new Begun(BEGUN.memory(), null);
        Deployments deployments = new Deployments(
                "prod", List.of(Deployments.Part.over(BEGUN), Deployments.Part.over(unapplied)), kept -> {});

        assertThat(deployments.begun()).containsExactly(BEGUN);
        assertThat(deployments.allBegun()).isFalse();
    }
}
