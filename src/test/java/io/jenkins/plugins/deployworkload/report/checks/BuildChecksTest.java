package io.jenkins.plugins.deployworkload.report.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.report.SampleDeploys;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Tests that publishers neither delay nor fail a deploy. */
class BuildChecksTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<String> published = new CopyOnWriteArrayList<>();

    @Test
    void publishesOneAfterTheOtherWithoutDelayOfTheDeploy() throws Exception {
        CountDownLatch isFree = new CountDownLatch(1);
        BuildChecks checks = new BuildChecks(check -> {
            awaitUninterruptibly(isFree);
            published.add(check.name());
        });

        checks.publish(() -> check("first"));
        checks.publish(() -> check("second"));
        assertThat(published).isEmpty();
        isFree.countDown();
        checks.await(LONG);

        assertThat(published).containsExactly(name("first"), name("second"));
    }

    @Test
    void checkHasTheTimeWhenTheDeployStartedAlsoIfItIsPublishedLater() {
        CountDownLatch isFree = new CountDownLatch(1);
        List<Instant> startTimes = new CopyOnWriteArrayList<>();
        BuildChecks checks = new BuildChecks(check -> {
            awaitUninterruptibly(isFree);
            startTimes.add(check.startedAt());
        });

        checks.started("prod", "shop", "first", false, () -> null);
        checks.started("prod", "shop", "second", false, () -> null);
        Instant started = RolloutEvent.now();
        while (!RolloutEvent.now().isAfter(started)) {
            Thread.onSpinWait();
        }
        isFree.countDown();
        checks.await(LONG);

        assertThat(startTimes).hasSize(2).allMatch(time -> !time.isAfter(started));
    }

    @Test
    void buildGoesOnIfAPublisherDoesNotReturn() {
        CountDownLatch isFree = new CountDownLatch(1);
        BuildChecks checks = new BuildChecks(check -> {
            awaitUninterruptibly(isFree);
            published.add(check.name());
        });

        checks.publish(() -> check("late"));
        checks.await(Duration.ofMillis(1));
        assertThat(published).isEmpty();

        isFree.countDown();
        checks.await(LONG);
        assertThat(published).containsExactly(name("late"));
    }

    @Test
    void checksAfterAFailedOneArePublished() {
        BuildChecks checks = new BuildChecks(check -> {
            published.add(check.name());
            if (published.size() == 1) {
                throw new NoSuchMethodError("another version of the plugin");
            }
            throw new IllegalStateException("no connection");
        });

        checks.publish(() -> check("first"));
        checks.publish(() -> check("second"));
        checks.publish(() -> check("third"));
        checks.await(LONG);

        assertThat(published).containsExactly(name("first"), name("second"), name("third"));
    }

    @Test
    void withoutPublisherNoTextIsWritten() {
        BuildChecks checks = new BuildChecks(null);

        checks.publish(() -> {
            published.add("written");
            return check("unused");
        });
        checks.await(LONG);

        assertThat(published).isEmpty();
    }

    @Test
    void waitEndsWhenTheBuildIsAborted() {
        CountDownLatch isFree = new CountDownLatch(1);
        BuildChecks checks = new BuildChecks(check -> awaitUninterruptibly(isFree));
        checks.publish(() -> check("slow"));

        Thread.currentThread().interrupt();
        checks.await(LONG);

        assertThat(Thread.interrupted()).isTrue();
        isFree.countDown();
        checks.await(LONG);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DeployCheck check(String application) {
        return CheckText.running("prod", "shop", application, false, SampleDeploys.START, null);
    }

    private static String name(String application) {
        return CheckText.name(application, "prod", "shop");
    }
}
