package io.jenkins.plugins.deployworkload.rollout.watch;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.rollout.ProxiedConnection;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.status.DeploymentStatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.ExpectedState;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests rollouts that time out while the status of the objects is unknown. If the workload may be healthy, the rollout
 * must not roll back.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RolloutDeadlineTest {

    private static final RolloutOptions ROLLBACK = RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK);

    private final TestCluster cluster = new TestCluster();
    private ProxiedConnection detour;

    @BeforeEach
    void connect() throws Exception {
        detour = new ProxiedConnection(cluster);
    }

    @AfterEach
    void close() {
        detour.close();
        cluster.close();
    }

    @Test
    void succeedsThoughWatchIsStalled() throws InterruptedException {
        cluster.run(deployment(1, podTemplate("nginx:1")));
        detour.hold(request -> request.isWatch() && request.resource().equals("deployments"));
        Rollout rollout = detour.start(ROLLBACK, TestCluster.UNTIL_EXPIRED, deployment(1, podTemplate("nginx:2")));
        detour.events.await(RolloutEvent.Waiting.class, event -> true);
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .waitUntilCondition(RolloutDeadlineTest::runs, 2, TimeUnit.MINUTES);
        cluster.expireTimeouts();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.liveImage()).isEqualTo("nginx:2");
    }

    private static boolean runs(Deployment deployment) {
        ExpectedState expected = new ExpectedState(deployment.getMetadata().getGeneration(), null);
        return new DeploymentStatusReader().readStatus(deployment, expected).state() == StatusResult.State.HEALTHY;
    }

    @ParameterizedTest
    @ValueSource(strings = {"configmaps/deploy-workload-web", "deployments"})
    void namesUnansweredRequest(String pending) throws InterruptedException {
        detour.hold(ProxiedConnection.isRequestFor("GET", pending));
        Rollout rollout = detour.start(ROLLBACK, TestCluster.UNTIL_EXPIRED, deployment(1, podTemplate("nginx:1")));
        detour.proxy.awaitHeld();
        // Wait for more than 2 s, because only then a request counts as slow and is reported.
        cluster.expireTimeouts(Duration.ofMillis(2100));
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message())
                .startsWith("Not healthy within 3600 seconds: nothing applied. " + detour.proxy.address()
                        + " did not respond in time. GET /")
                .containsPattern("/" + pending + ": no response for ([2-9]|\\d\\d) seconds\\.$");
    }

    @Test
    void rollsNothingBackWhenStatusIsUnknown() throws Exception {
        cluster.run(deployment(1, podTemplate("nginx:1")));
        Rollout rollout = detour.start(
                ROLLBACK, TestCluster.UNTIL_EXPIRED, deployment(1, podTemplate("nginx:2", "ready", "never")));
        detour.events.await(RolloutEvent.Waiting.class, event -> true);
        detour.proxy.fail(request -> !request.isWrite() && request.resource().equals("deployments"));
        cluster.expireTimeouts();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("The current status is unknown, so nothing was rolled back");
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.NONE);
        assertThat(detour.events.all(RolloutEvent.RollingBack.class)).isEmpty();
        assertThat(cluster.liveImage()).isEqualTo("nginx:2");
    }
}
