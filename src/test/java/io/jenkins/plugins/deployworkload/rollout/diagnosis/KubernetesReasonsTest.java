package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Plays each reason in {@code reasons.txt} on the real control plane. If the reason lasts and ends the wait, the deploy
 * fails and names it. If it passes, or never ends the wait, the deploy reports it and succeeds. Reasons that end the wait
 * at once cannot pass in their pod; there, another pod takes the place of the failing one.
 */
@Tag("control-plane")
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class KubernetesReasonsTest {

    /** Each deploy waits most of the time. */
    private static final int AT_THE_SAME_TIME = 8;

    /**
     * All rows take several minutes. A build plays each sixth row, and {@code -Dreasons.full} plays all of them. {@code
     * KubernetesReasonTest} checks every row in each build by a clock.
     */
    private static Stream<KubernetesReason> rows() {
        List<KubernetesReason> all = KubernetesReason.all();
        return Boolean.getBoolean("reasons.full")
                ? all.stream()
                : IntStream.iterate(0, i -> i < all.size(), i -> i + 6)
                        .mapToObj(all::get)
                        // This signal begins after a minute.
                        .filter(reason -> !reason.signal().equals("NotReady"));
    }

    private interface Play {
        void play(KubernetesReason reason) throws Exception;
    }

    private static void playAll(Stream<KubernetesReason> reasons, Play play) throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(AT_THE_SAME_TIME)) {
            List<Future<String>> results = reasons.map(reason -> executor.submit(() -> {
                        try {
                            play.play(reason);
                            return null;
                        } catch (Exception | AssertionError e) {
                            return reason + "\n    " + e;
                        }
                    }))
                    .toList();
            assertThat(results).allSatisfy(result -> assertThat(result.get()).isNull());
        }
    }

    @Test
    void lastingReasonFailsDeploy() throws InterruptedException {
        playAll(rows().filter(KubernetesReason::isFailure), KubernetesReasonsTest::fails);
    }

    @Test
    void passingReasonIsReportedAndDeploySucceeds() throws InterruptedException {
        playAll(rows(), KubernetesReasonsTest::passes);
    }

    private static void fails(KubernetesReason reason) throws InterruptedException {
        try (TestCluster cluster = new TestCluster(new GracePeriods(0.001));
                ReasonPlayers players = new ReasonPlayers(cluster, reason, Integer.MAX_VALUE)) {
            RolloutResult result = TestCluster.await(players.deploy(TestCluster.DEFAULT_TIMEOUT));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertNamed(cluster, reason);
            assertThat(result.findings())
                    .extracting(Finding::signal)
                    .contains(reason.signal())
                    .contains(reason.endingSignal());
        }
    }

    private static void passes(KubernetesReason reason) throws InterruptedException {
        boolean once = reason.ends().equals("at once") || reason.state().equals("failed");
        try (TestCluster cluster = new TestCluster(GracePeriods.standard());
                ReasonPlayers players = new ReasonPlayers(cluster, reason, once ? 1 : Integer.MAX_VALUE)) {
            Rollout rollout = players.deploy(TestCluster.DEFAULT_TIMEOUT);
            cluster.events.await(
                    RolloutEvent.Found.class,
                    event -> event.finding().signal().equals(reason.signal())
                            && event.finding()
                                    .summary()
                                    .startsWith(reason.summary().substring(0, 20)));
            players.heal();
            RolloutResult result = TestCluster.await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertNamed(cluster, reason);
        }
    }

    /** The summary may name the node, so only the text around it is compared. */
    private static void assertNamed(TestCluster cluster, KubernetesReason reason) {
        assertThat(cluster.events.all(RolloutEvent.Found.class))
                .extracting(RolloutEvent.Found::finding)
                .anySatisfy(finding -> {
                    assertThat(finding.signal()).isEqualTo(reason.signal());
                    assertThat(finding.summary().replaceAll("node-\\d", "node"))
                            .isEqualTo(reason.summary().replaceAll("node-\\d", "node"));
                    assertThat(finding.evidence()).isNotBlank();
                });
    }
}
