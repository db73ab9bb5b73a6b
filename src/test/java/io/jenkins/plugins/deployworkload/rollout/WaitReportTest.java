package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A rollout that waits reports an event at least every 30 seconds. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class WaitReportTest {

    private static final RolloutOptions OPTIONS = RolloutOptions.defaults().withFailFast(RolloutOptions.FailFast.OFF);

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private List<String> reports() {
        return cluster.events.all(RolloutEvent.Progress.class).stream()
                .map(RolloutEvent.Progress::message)
                .filter(message -> message.contains("no change"))
                .toList();
    }

    @Test
    void silentWaitIsReportedWithItsCause() throws InterruptedException {
        Rollout rollout = cluster.start(
                OPTIONS, TestCluster.UNTIL_EXPIRED, deployment(1, podTemplate("nginx:1", "failure", "image")));
        String cause = cluster.awaitFinding("ImagePull").summary();
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().equals("1 of 1 replicas updated, 0 available"));
        // The rollout has reported the finding since it has started its timer.
        cluster.passReportInterval();
        cluster.passReportInterval();
        RolloutEvent.Progress report = cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().contains("no change"));
        assertThat(report.object().label()).isEqualTo("Deployment web");
        assertThat(report.message())
                .matches("1 of 1 replicas updated, 0 available; no change for (\\d min )?\\d+ s: \\Q" + cause + "\\E");
        assertThat(reports()).hasSize(1);
        cluster.passReportInterval();
        rollout.stop("Seen");
        await(rollout);
        assertThat(reports()).hasSize(2);
    }

    @Test
    void objectsThatAreHealthyAreNotReported() throws InterruptedException {
        Rollout rollout = cluster.start(
                OPTIONS,
                TestCluster.UNTIL_EXPIRED,
                TestObjects.statefulSet(1, podTemplate("nginx:1")).build(),
                deployment(1, podTemplate("nginx:1", "ready", "never")));
        cluster.events.await(
                RolloutEvent.Progress.class,
                event -> event.message().equals("1 of 1 replicas updated, 0 available")
                        && event.object().kind().equals("Deployment"));
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().endsWith("updated and available"));
        cluster.passReportInterval();
        cluster.passReportInterval();
        RolloutEvent.Progress report = cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().contains("no change"));
        assertThat(report.object().label()).isEqualTo("Deployment web");
        assertThat(report.message()).matches("1 of 1 replicas updated, 0 available; no change for (\\d min )?\\d+ s");
        cluster.makePodsReady();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(reports()).hasSize(1);
    }
}
