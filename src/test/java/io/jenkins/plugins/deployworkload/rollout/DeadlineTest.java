package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult.Aftermath;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the time is over and nobody knows how things stand: nothing that runs is undone for that. */
@Tag("control-plane")
@Timeout(300)
class DeadlineTest {

    private static final RolloutOptions ROLLBACK = RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK);

    private final TestCluster cluster = new TestCluster();
    private Detour detour;

    @BeforeEach
    void connect() throws Exception {
        detour = new Detour(cluster);
    }

    @AfterEach
    void close() {
        detour.close();
        cluster.close();
    }

    private String image() {
        return cluster.live()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    @Test
    void whatRunsIsASuccessThoughTheWatchHasNotToldIt() throws InterruptedException {
        cluster.run(deployment(1, pod("nginx:1")));
        detour.hold(request -> request.isWatch() && request.resource().equals("deployments"));
        Rollout rollout = detour.start(ROLLBACK, TestCluster.ENDLESS, deployment(1, pod("nginx:2")));
        detour.events.await(RolloutEvent.Watching.class, event -> true);
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .waitUntilCondition(DeadlineTest::runs, 2, TimeUnit.MINUTES);
        cluster.timeIsOver();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(image()).isEqualTo("nginx:2");
    }

    private static boolean runs(Deployment deployment) {
        Goal goal = new Goal(deployment.getMetadata().getGeneration(), null);
        return new DeploymentJudge().judge(deployment, goal).state() == Verdict.State.DONE;
    }

    @ParameterizedTest
    @ValueSource(strings = {"configmaps/deploy-workload-web", "deployments"})
    void requestThatTheServerDoesNotAnswerIsNamed(String waits) throws InterruptedException {
        detour.hold(Detour.is("GET", waits));
        Rollout rollout = detour.start(ROLLBACK, TestCluster.ENDLESS, deployment(1, pod("nginx:1")));
        detour.proxy.awaitHeld();
        // Longer than any request should take.
        cluster.timeIsOver(Duration.ofMillis(2100));
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message())
                .startsWith("Not done within 3600 seconds: nothing. " + detour.proxy.address()
                        + " does not answer in time. GET /")
                .containsPattern("/" + waits + " has waited ([2-9]|\\d\\d) seconds for its answer\\.$");
    }

    @Test
    void whatCannotBeSeenIsNotUndone() throws Exception {
        cluster.run(deployment(1, pod("nginx:1")));
        Rollout rollout = detour.start(ROLLBACK, TestCluster.ENDLESS, deployment(1, pod("nginx:2", "ready", "never")));
        detour.events.await(RolloutEvent.Watching.class, event -> true);
        detour.proxy.refuse(request -> !request.isWrite() && request.resource().equals("deployments"));
        cluster.timeIsOver();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("how it stands now is not known, so nothing was undone");
        assertThat(result.aftermath()).isEqualTo(Aftermath.NONE);
        assertThat(detour.events.all(RolloutEvent.RollingBack.class)).isEmpty();
        assertThat(image()).isEqualTo("nginx:2");
    }
}
